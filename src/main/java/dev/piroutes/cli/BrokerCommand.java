package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairedBroker;
import dev.piroutes.systemd.ServiceManager;
import dev.piroutes.watch.ManagementServer;
import dev.piroutes.watch.Watched;
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
                        Setting.PAIR_START,
                        Setting.MANAGEMENT_PORT,
                        Setting.LOG_FORMAT));
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Settings settings = settings(line, List.of());
        LogFormat.apply(settings);
        Management.wanted(settings);
        ServiceManager manager = ServiceManager.here();
        Started started = start(settings);
        AutoCloseable broker = started.broker();
        ManagementServer management = Management.start(settings, started.watched());
        if (management != null) {
            LOG.info("health   {}", Management.url(management));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHook.on(
                new ShutdownHook.Stoppable() {
                    @Override
                    public void stop() {
                        try {
                            if (management != null) {
                                management.close();
                            }
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

    private record Started(AutoCloseable broker, Watched watched) {}

    private static Started start(Settings settings) throws Exception {
        PairSettings pair = Pairs.settings(settings);
        if (pair == null) {
            Broker broker = Brokers.start(settings);
            Brokers.describe(broker, settings).forEach(LOG::info);
            return new Started(
                    broker,
                    new WatchedBroker(
                            Brokers.localUrl(broker.host(), broker.port(), settings),
                            () -> "serving",
                            broker::figures));
        }
        BrokerSettings broker = Brokers.settings(settings);
        PairedBroker node = PairedBroker.start(broker, pair);
        Brokers.describe(broker.host(), broker.port(), false, settings).forEach(LOG::info);
        String url = Brokers.localUrl(broker.host(), broker.port(), settings);
        return new Started(node, new WatchedBroker(url, node::phase, node::figures));
    }
}
