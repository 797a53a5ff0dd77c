package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairedBroker;
import dev.piroutes.systemd.ServiceManager;
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
                        Setting.BROKER_CLIENT_CERTIFICATES,
                        Setting.PAIR,
                        Setting.PAIR_PEER,
                        Setting.PAIR_PASSWORD,
                        Setting.PAIR_HOST,
                        Setting.PAIR_PORT,
                        Setting.PAIR_WITNESS,
                        Setting.PAIR_START));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Settings settings = settings(line, List.of());
        ServiceManager manager = ServiceManager.here();
        AutoCloseable broker = start(settings);
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHook.on(
                new ShutdownHook.Stoppable() {
                    @Override
                    public void stop() {
                        try {
                            broker.close();
                            LOG.info("broker   stopped");
                        } catch (Exception e) {
                            LOG.warn("broker   did not stop in order: {}", e.toString());
                        }
                        stopped.countDown();
                    }
                },
                manager);
        LOG.info("ready    Ctrl-C ends it");
        manager.ready(() -> "ready", () -> isAlive(broker));
        stopped.await();
        return 0;
    }

    /** A node of a pair is of use while it waits, too. */
    private static boolean isAlive(AutoCloseable broker) {
        return !(broker instanceof Broker single) || single.isActive();
    }

    private static AutoCloseable start(Settings settings) throws Exception {
        PairSettings pair = Pairs.settings(settings);
        if (pair == null) {
            Broker broker = Brokers.start(settings);
            Brokers.describe(broker, settings).forEach(LOG::info);
            return broker;
        }
        BrokerSettings broker = Brokers.settings(settings);
        PairedBroker node = PairedBroker.start(broker, pair);
        Brokers.describe(broker.host(), broker.port(), settings).forEach(LOG::info);
        return node;
    }
}
