package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** {@code broker}: the broker alone, with the configuration that the embedded one has. */
final class BrokerCommand extends SettingsCommand {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCommand.class);

    BrokerCommand() {
        super(
                "broker",
                "Runs the broker alone.",
                List.of(
                        Setting.PROFILE,
                        Setting.BROKER_HOST,
                        Setting.BROKER_PORT,
                        Setting.BROKER_ETC,
                        Setting.BROKER_DATA,
                        Setting.SECURE_DIR,
                        Setting.BROKER_CLIENT_CERTIFICATES));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Settings settings = settings(line, List.of());
        Broker broker = Brokers.start(settings);
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHook.on(new ShutdownHook.Stoppable() {
            @Override
            public void stop() {
                broker.close();
                LOG.info("broker   stopped");
                stopped.countDown();
            }
        });
        Brokers.describe(broker, settings).forEach(LOG::info);
        LOG.info("ready    Ctrl-C ends it");
        stopped.await();
        return 0;
    }
}
