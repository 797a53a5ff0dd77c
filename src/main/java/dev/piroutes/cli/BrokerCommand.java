package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.broker.Listener;
import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.files.Reason;
import dev.piroutes.systemd.ServiceManager;
import dev.piroutes.tls.CertificateInUse;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParseResult;

/** {@code broker}: the broker alone, with the configuration that the embedded one has. */
final class BrokerCommand extends SettingsCommand {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerCommand.class);
    private static final String WAITING = "waiting: ";

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
                        Setting.BROKER_CERTIFICATE,
                        Setting.BROKER_CERTIFICATE_KEY,
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
        LogFormat.of(settings).apply();
        ServiceManager manager = ServiceManager.here();
        BrokerOptions options = BrokerOptions.of(settings);
        int port = settings.port(Setting.MANAGEMENT_PORT);
        PairSettings pair = Pairs.settings(settings, options);
        Node node = pair == null ? start(options) : start(options, pair);
        CertificateWatch certificates = new CertificateWatch(
                Clock.systemUTC(), System::nanoTime, PiRoutes.Version.built(), node.certificates());
        certificates.clock();
        certificates.start();
        Management management = Management.start(
                port,
                new WatchedBroker(
                        node::status,
                        certificates,
                        () -> Degraded.of(settings, node.problems().get(), List.of())));
        CountDownLatch stopped = new CountDownLatch(1);
        ShutdownHook.on(
                new ShutdownHook.Stoppable() {
                    @Override
                    public void stop() {
                        try {
                            if (management != null) {
                                management.close();
                            }
                            certificates.close();
                            node.broker().close();
                            LOG.info("broker   stopped");
                        } catch (Exception e) {
                            LOG.warn("broker   did not stop in order: {}", Reason.of(e));
                        }
                        stopped.countDown();
                    }
                },
                manager);
        HeapHint.log();
        LOG.info("ready    Ctrl-C ends it");
        manager.ready(() -> status(node.phase().get()), () -> true);
        BackgroundPrepare.begin();
        stopped.await();
        return 0;
    }

    private static String status(String phase) {
        return phase.startsWith(WAITING) ? phase : "ready";
    }

    /** What runs: a broker, or a node of a pair, also while it has to wait for its port. */
    private record Node(
            AutoCloseable broker,
            String url,
            Supplier<List<Listener>> listeners,
            Supplier<String> phase,
            Supplier<Optional<BrokerFigures>> figures,
            Supplier<List<String>> problems,
            Supplier<List<CertificateInUse>> certificates) {
        BrokerStatus status() {
            BrokerFigures now = figures.get().orElse(null);
            return new BrokerStatus(url, false, now != null, null, phase.get(), List.of(), listeners.get(), now);
        }
    }

    private static Node start(BrokerOptions options) throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(options);
        broker.await();
        return new Node(
                broker,
                broker.url(),
                broker::listeners,
                () -> phase(broker.waitingFor(), "serving"),
                broker::figures,
                broker::problems,
                broker::certificates);
    }

    private static Node start(BrokerOptions options, PairSettings pair) {
        BrokerSettings broker = options.settings();
        WaitingPair node = new WaitingPair(broker, pair);
        List<Listener> listeners = Broker.listeners(broker);
        options.describe(listeners, false).forEach(LOG::info);
        return new Node(
                node,
                options.localUrl(),
                () -> listeners,
                () -> phase(node.waitingFor(), node.phase()),
                node::figures,
                node::problems,
                options::certificates);
    }

    private static String phase(@Nullable String waitingFor, String otherwise) {
        return waitingFor == null ? otherwise : WAITING + waitingFor;
    }
}
