package dev.piroutes.cli;

import dev.piroutes.board.Board;
import dev.piroutes.board.Boards;
import dev.piroutes.check.Checker;
import dev.piroutes.check.Verdict;
import dev.piroutes.i2c.VirtualI2c;
import dev.piroutes.live.LiveRoutes;
import dev.piroutes.mqtt.BrokerLimits;
import dev.piroutes.mqtt.HandledIds;
import dev.piroutes.mqtt.LocalBroker;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.sensor.KernelSensors;
import dev.piroutes.sensor.VirtualSensors;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.timer.SteadyTimers;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.OwnCertificate;
import dev.piroutes.watch.WatchedCamel;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: board, broker, and Camel with the devices' routes. */
final class Program implements ShutdownHook.Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private static final int MQTT = 1883;

    private final RunOptions options;
    private final RouteFiles routes;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object lifecycle = new Object();

    private volatile @Nullable Board board;
    private volatile boolean ready;
    private @Nullable EmbeddedBroker broker;
    private @Nullable Main main;
    private @Nullable LiveRoutes live;
    private @Nullable Management management;
    private @Nullable Page page;
    private @Nullable CertificateWatch certificates;

    Program(RunOptions options, RouteFiles routes) {
        this.options = options;
        this.routes = routes;
    }

    /** Starts all of it. What fails leaves nothing running. */
    void start() throws Exception {
        synchronized (lifecycle) {
            Checker checker = new Checker(options.settings().forRoutes(routes));
            options.home().require(checker, routes.texts(options.devices()));
            Board opened = Boards.open(options.board());
            board = opened;
            Main camel = camel(opened);
            LOG.info(
                    "Pi Routes {} on Java {}",
                    PiRoutes.Version.number(),
                    Runtime.version().feature());
            if (options.broker() != null) {
                EmbeddedBroker own = new EmbeddedBroker(options.broker());
                broker = own;
                camel.addOverrideProperty(Setting.MQTT_URL.key(), own.url());
                camel.bind("broker-limits", (BrokerLimits) own::refusal);
                camel.bind("local-broker", (LocalBroker) own::waitingFor);
            } else {
                LOG.info("broker   {}", options.brokerElsewhere());
            }
            main = camel;
            CertificateWatch watch = new CertificateWatch(
                    Clock.systemUTC(), System::nanoTime, PiRoutes.Version.built(), this::certificatesInUse);
            certificates = watch;
            // The routes are read while the broker starts; the devices connect after that.
            starting(camel::init, checker);
            if (broker != null) {
                broker.await();
            }
            LOG.info("board    {}", opened.describe());
            watch.clock();
            starting(camel::start, checker);
            DeviceLines devices = new DeviceLines(camel.getCamelContext());
            Runnable announcing = options.home().start(camel.getCamelContext());
            routes.strays().forEach(stray -> LOG.warn("routes   {}: {}", stray.place(), stray.message()));
            devices.log();
            if (options.watched()) {
                watch(camel, () -> {
                    announcing.run();
                    devices.log();
                });
            }
            watch.start();
            if (options.page() != null) {
                page = new Page(options.page(), camel.getCamelContext(), broker, options.brokerElsewhere()).start();
            }
            management = Management.start(
                    options.management(),
                    new WatchedCamel(
                            camel.getCamelContext(),
                            () -> Optional.ofNullable(broker)
                                    .map(own -> own.status(own.figures().orElse(null))),
                            watch::status,
                            () -> Degraded.of(options.settings(), problems(), idFiles(camel.getCamelContext()))));
            HeapHint.log();
            ready();
            ready = true;
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** What is wrong with a route is told as {@code check} tells it, with its place. */
    private void starting(Step step, Checker checker) throws Exception {
        try {
            step.run();
        } catch (Exception e) {
            LOG.debug("Camel does not start", e);
            Optional<Finding> fault = fault(checker);
            throw fault.isPresent()
                    ? new IllegalArgumentException(
                            fault.get().place() + ": " + fault.get().message())
                    : e;
        }
    }

    private Optional<Finding> fault(Checker checker) {
        Verdict verdict = checker.judge(routes.texts(options.devices()).entrySet().stream()
                .map(file -> new RouteSource(file.getKey(), file.getValue()))
                .toList());
        return verdict.refusal().flatMap(refusal -> verdict.findings().stream()
                .filter(Finding::isError)
                .filter(found -> found.place().file().equals(refusal.place().file()))
                .findFirst());
    }

    private List<CertificateInUse> certificatesInUse() {
        Main running = main;
        List<CertificateInUse> all = new ArrayList<>();
        if (broker != null) {
            all.addAll(broker.certificates());
        }
        if (options.page() != null && options.page().certificate() != null) {
            all.add(options.page().certificate().inUse());
        }
        if (running != null) {
            running.getCamelContext()
                    .getRegistry()
                    .findByType(MqttDevice.class)
                    .forEach(device -> all.addAll(device.certificates()));
        }
        return all;
    }

    private static List<Path> idFiles(CamelContext context) {
        return context.getRegistry().findByType(HandledIds.class).stream()
                .map(HandledIds::getFileStore)
                .filter(Objects::nonNull)
                .map(File::toPath)
                .toList();
    }

    private List<String> problems() {
        EmbeddedBroker own = broker;
        List<String> problems = new ArrayList<>(own == null ? List.of() : own.problems());
        OwnCertificate certificate =
                options.page() == null ? null : options.page().certificate();
        if (certificate != null && certificate.problem() != null) {
            problems.add(certificate.problem());
        }
        return problems;
    }

    private Main camel(Board opened) {
        Main camel = new Main();
        Map<String, String> machine = new HashMap<>();
        machine.put("gpio-timer.enabled", String.valueOf(opened.isVirtual()));
        if (options.management() != 0) {
            machine.put("camel.health.enabled", "true");
            machine.put("camel.health.exposureLevel", "full");
            WatchedCamel.prepare(camel::bind);
        }
        RouteFiles.load(
                camel, routes.locations(options.devices()), options.settings().forRoutes(routes, machine));
        camel.bind("board", opened);
        if (opened.isVirtual()) {
            camel.bind("i2c-buses", new VirtualI2c());
        }
        camel.bind(
                "sensors",
                options.sensors().isVirtual(opened.isVirtual()) ? new VirtualSensors() : new KernelSensors());
        camel.bind("timer-component", new SteadyTimers());
        return camel;
    }

    /** What a client on this machine has to say, too: 1883 is what it takes by itself. */
    private String port() {
        int port = broker == null ? MQTT : URI.create(broker.url()).getPort();
        return port == MQTT ? "" : "-p " + port + " ";
    }

    private void ready() {
        Duration up = Duration.ofMillis(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime());
        LOG.info(
                "ready    after {}.{} s; {}Ctrl-C ends it",
                up.toSeconds(),
                up.toMillisPart() / 100,
                options.profile() == Profile.SECURE
                        ? ""
                        : "watch with mosquitto_sub " + port() + "-v -t '" + options.root() + "/#'; ");
    }

    private void watch(Main camel, Runnable afterwards) throws IOException {
        Path folder = routes.folder();
        if (folder != null) {
            String devices = options.devices();
            LiveRoutes watching = new LiveRoutes(
                    camel.getCamelContext(), folder, file -> RouteFiles.isWanted(file, devices), routes.texts(devices));
            watching.afterwards(afterwards);
            live = watching;
            watching.start();
            LOG.info("live     changes in {} take effect as they are saved", folder);
        }
    }

    /** Where the routes run, once it has started. */
    CamelContext context() {
        synchronized (lifecycle) {
            return Objects.requireNonNull(main, "not started").getCamelContext();
        }
    }

    /** Waits until it is stopped. */
    int await() throws InterruptedException {
        ended.await();
        return 0;
    }

    @Override
    public void makeSafe() {
        Board opened = board;
        if (opened != null) {
            opened.makeSafe();
            if (ready) {
                LOG.info("board    outputs are in their shutdown state");
            }
        }
    }

    /** Devices first, they still have something to say; then the broker, then the pins. */
    @Override
    public void stop() {
        synchronized (lifecycle) {
            if (live != null) {
                live.close();
            }
            if (page != null) {
                page.close();
            }
            if (management != null) {
                management.close();
            }
            if (certificates != null) {
                certificates.close();
            }
            if (main != null) {
                main.stop();
            }
            if (broker != null) {
                broker.close();
            }
            Board opened = board;
            if (opened != null) {
                opened.close();
            }
            ended.countDown();
        }
    }
}
