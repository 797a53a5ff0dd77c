package dev.piroutes.cli;

import dev.piroutes.board.Board;
import dev.piroutes.board.Boards;
import dev.piroutes.check.Checker;
import dev.piroutes.live.LiveRoutes;
import dev.piroutes.mqtt.BrokerLimits;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.LocalBroker;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.mqtt.ObeyedIds;
import dev.piroutes.source.Finding;
import dev.piroutes.timer.SteadyTimers;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.watch.WatchedCamel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: board, broker, and Camel with the devices' routes. */
final class Bench implements ShutdownHook.Stoppable {

    private static final Logger LOG = LoggerFactory.getLogger(Bench.class);

    private final Settings settings;
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

    Bench(Settings settings, RouteFiles routes) {
        this.settings = settings;
        this.routes = routes;
    }

    /** Starts all of it. What fails leaves nothing running. */
    void start() throws Exception {
        synchronized (lifecycle) {
            String devices = settings.require(Setting.DEVICES);
            boolean watched = settings.flag(Setting.ROUTES_WATCH);
            HomeDiscovery home = HomeDiscovery.of(settings);
            home.require(new Checker(RunProperties.asIfRun(settings, routes)), routes.texts(devices));
            Board opened = Boards.open(settings.require(Setting.GPIO_BOARD));
            board = opened;
            Main camel = camel(routes.locations(devices), opened);
            LOG.info(
                    "Pi Routes {} on Java {}",
                    PiRoutes.Version.number(),
                    Runtime.version().feature());
            if (settings.get(Setting.MQTT_URL) == null) {
                EmbeddedBroker own = new EmbeddedBroker(settings);
                broker = own;
                camel.addOverrideProperty(Setting.MQTT_URL.key(), own.url());
                if (Profile.of(settings) == Profile.SECURE && settings.get(Setting.MQTT_CREDENTIALS) == null) {
                    camel.addOverrideProperty(Setting.MQTT_CREDENTIALS.key(), settings.require(Setting.SECURE_DIR));
                }
                camel.bind("broker-dev-console", new BrokerDevConsole(own));
                camel.bind("broker-limits", (BrokerLimits) own::refusal);
                camel.bind("local-broker", (LocalBroker) own::waitingFor);
            } else {
                LOG.info("broker   {}", settings.get(Setting.MQTT_URL));
            }
            main = camel;
            CertificateWatch watch = new CertificateWatch(
                    Clock.systemUTC(), System::nanoTime, PiRoutes.Version.built(), this::certificatesInUse);
            certificates = watch;
            camel.bind("certificate-dev-console", new CertificateDevConsole(watch));
            // The routes are read while the broker starts; the devices connect after that.
            camel.init();
            if (broker != null) {
                broker.await();
            }
            LOG.info("board    {}", opened.describe());
            watch.clock();
            camel.start();
            Runnable announcing = home.start(camel.getCamelContext());
            if (watched) {
                watch(camel, devices, announcing);
            }
            Devices.describe(camel.getCamelContext()).forEach(LOG::info);
            watch.start();
            if (Page.isWanted(settings)) {
                page = new Page(settings, camel.getCamelContext(), broker).start();
            }
            management = Management.start(
                    settings,
                    new WatchedCamel(
                            camel.getCamelContext(),
                            () -> Degraded.of(settings, problems(), idFiles(camel.getCamelContext()))));
            HeapHint.log();
            ready();
            ready = true;
        }
    }

    private List<CertificateInUse> certificatesInUse() {
        Main running = main;
        List<CertificateInUse> all = new ArrayList<>();
        if (broker != null) {
            all.addAll(Secured.certificates(settings));
            all.addAll(broker.certificates());
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
        return context.getRegistry().findByType(ObeyedIds.class).stream()
                .map(ObeyedIds::getFileStore)
                .filter(Objects::nonNull)
                .map(File::toPath)
                .toList();
    }

    private List<String> problems() {
        EmbeddedBroker own = broker;
        return own == null ? List.of() : own.problems();
    }

    private Main camel(List<String> locations, Board opened) {
        Main camel = new Main();
        defaults(opened);
        if (Management.wanted(settings)) {
            settings.putDefault("camel.health.enabled", "true");
            settings.putDefault("camel.health.exposureLevel", "full");
            WatchedCamel.prepare(camel::bind);
        }
        camel.configure().withRoutesIncludePattern(String.join(",", locations));
        camel.configure().setAutoConfigurationEnvironmentVariablesEnabled(false);
        camel.configure().setAutoConfigurationSystemPropertiesEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.setOverrideProperties(settings.toProperties());
        camel.bind("board", opened);
        camel.bind("timer-component", new SteadyTimers());
        camel.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport main) {
                main.getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
                    @Override
                    public void onEndpointAdd(Endpoint endpoint) {
                        requireDevice(endpoint);
                    }
                });
                // Settings has looked into the environment already, and a command line is stronger than it.
                if (main.getCamelContext().getPropertiesComponent() instanceof PropertiesComponent properties) {
                    properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
                }
            }
        });
        return camel;
    }

    /** Without one camel-paho would connect by itself, to localhost, with none of a device's promises. */
    private static void requireDevice(Endpoint endpoint) {
        boolean own = endpoint instanceof PahoEndpoint paho && paho.getClient() == null
                || endpoint instanceof PahoMqtt5Endpoint paho5 && paho5.getClient() == null;
        if (own && !(endpoint instanceof DeviceEndpoint)) {
            throw new UsageException(endpoint.getEndpointBaseUri().replace("://", ":")
                    + " has no client: name the bean of its device, for example client: \"#led\"");
        }
    }

    /** What the program decides where nobody has said otherwise. */
    private void defaults(Board opened) {
        RunProperties.putInto(settings, routes, opened.isVirtual());
        if (Page.isWanted(settings)) {
            Page.check(settings);
        }
    }

    /** Groups that share a broker would throw each other off with one client id. */
    static String clientIdSuffix(Settings settings) {
        String root = settings.require(Setting.LAB_ROOT);
        if (!root.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw new UsageException("lab.root must be a topic like csc2106/g07 (letters, digits, - and _ between the "
                    + "slashes), but was \"" + root + "\"");
        }
        return root.equals(Setting.LAB_ROOT.fallback()) ? "" : "-" + root.replace('/', '-');
    }

    private void ready() {
        Duration up = Duration.ofMillis(
                java.lang.management.ManagementFactory.getRuntimeMXBean().getUptime());
        LOG.info(
                "ready    after {}.{} s; {}Ctrl-C ends it",
                up.toSeconds(),
                up.toMillisPart() / 100,
                Profile.of(settings) == Profile.SECURE
                        ? ""
                        : "watch with mosquitto_sub -v -t '" + settings.require(Setting.LAB_ROOT) + "/#'; ");
    }

    private void watch(Main camel, String devices, Runnable afterwards) throws IOException {
        Path folder = routes.folder();
        if (folder != null) {
            Checker checker = new Checker(RunProperties.asIfRun(settings, routes));
            LiveRoutes watching = new LiveRoutes(
                    camel.getCamelContext(),
                    folder,
                    file -> RouteFiles.isWanted(file, devices),
                    routes.texts(devices),
                    sources -> checker.check(sources).stream()
                            .filter(Finding::isError)
                            .toList(),
                    Explain::inOneLine);
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
