package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.artemis.utils.VersionLoader;

/** The brokers that can be measured beside each other, each as shipped and, where that is something else, most durable. */
final class Brokers {
    /** The same for every JVM: the 48 MB of Pi Routes' own are for a bench, a thousand connections do not fit. */
    private static final String HEAP = "1g";

    private static final String AS_SHIPPED = "as shipped";
    private static final String MOST_DURABLE = "most durable";
    private static final List<String> JAVA =
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + HEAP);

    private final Path project;
    private final PiRoutes program;
    private final BrokerFolder hiveMq;
    private final BrokerFolder moquette;

    Brokers(Path project, PiRoutes program) {
        this.project = project;
        this.program = program;
        this.hiveMq = new BrokerFolder(project, "hivemq");
        this.moquette = new BrokerFolder(project, "moquette");
    }

    List<Broker> all() {
        return List.of(
                new Broker(
                        "pi-routes-broker",
                        AS_SHIPPED,
                        "yes, synced",
                        program::missing,
                        place -> List.of(program.withHeap(HEAP).broker(place, configuration(place)))),
                new Broker(
                        "artemis",
                        VersionLoader.getVersion().getFullVersion() + ", " + AS_SHIPPED,
                        "yes, synced",
                        Optional::empty,
                        place -> List.of(new Artemis(project).program(place, JAVA))),
                new Broker(
                        "hivemq",
                        hiveMq.version() + ", " + AS_SHIPPED,
                        "yes, written",
                        hiveMq::missing,
                        place -> List.of(hiveMq(place))),
                new Broker(
                        "moquette",
                        moquette.version() + ", " + AS_SHIPPED,
                        "every 30 s",
                        moquette::missing,
                        place -> List.of(moquette(place, List.of()))),
                new Broker(
                        "moquette-durable",
                        moquette.version() + ", " + MOST_DURABLE,
                        "every second",
                        moquette::missing,
                        place -> List.of(moquette(place, List.of("autosave_interval 1")))),
                mosquitto("mosquitto", AS_SHIPPED, "every 30 min", Mosquitto.AS_SHIPPED),
                mosquitto("mosquitto-best", "best", "every second", Mosquitto.BEST),
                mosquitto("mosquitto-durable", MOST_DURABLE, "after each change", Mosquitto.MOST_DURABLE));
    }

    private static Broker mosquitto(String name, String setting, String durable, Mosquitto mosquitto) {
        return new Broker(name, setting, durable, Mosquitto::missing, place -> List.of(mosquitto.program(place)));
    }

    /** The shipped configuration with limits that 5,000 clients of one machine stay below. */
    private Path configuration(Place place) throws IOException {
        Path folder = Files.createDirectories(place.folder().resolve("broker-etc"));
        try (Stream<Path> files = Files.list(project.resolve("broker-etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path xml = folder.resolve("broker.xml");
        Files.writeString(
                xml,
                Files.readString(xml)
                        .replaceAll(
                                "key=\"(max-connections|connections-per-second|connections-burst)\" value=\"\\d+\"",
                                "key=\"$1\" value=\"10000\""));
        return folder;
    }

    /** The distribution's configuration, on loopback, and without reports to its makers. */
    private Program hiveMq(Place place) throws IOException {
        Path etc = Files.createDirectories(place.folder().resolve("etc"));
        Files.writeString(
                etc.resolve("config.xml"),
                """
                <hivemq>
                  <listeners>
                    <tcp-listener><port>%d</port><bind-address>127.0.0.1</bind-address></tcp-listener>
                  </listeners>
                  <anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics>
                </hivemq>
                """
                        .formatted(place.port()));
        return java(
                "hivemq",
                "-Djava.net.preferIPv4Stack=true",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
                "-cp",
                hiveMq.classPath(),
                "HiveMq",
                etc.toString(),
                Files.createDirectories(place.folder().resolve("data")).toString());
    }

    /** The distribution's configuration, on loopback, and without reports to its makers. */
    private Program moquette(Place place, List<String> more) throws IOException {
        Path etc = Files.createDirectories(place.folder().resolve("config"));
        List<String> lines =
                List.of("port " + place.port(), "host 127.0.0.1", "allow_anonymous true", "telemetry_enabled false");
        Files.write(
                etc.resolve("moquette.conf"),
                Stream.concat(lines.stream(), more.stream()).toList());
        return java(
                "moquette",
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=500",
                "-Dmoquette.path=" + place.folder(),
                "-cp",
                moquette.classPath(),
                "io.moquette.broker.Server");
    }

    private static Program java(String name, String... more) {
        return new Program(name, Stream.concat(JAVA.stream(), Stream.of(more)).toList(), Map.of());
    }
}
