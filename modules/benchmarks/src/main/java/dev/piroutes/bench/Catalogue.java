package dev.piroutes.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The systems that can be measured, each with what it is and how it is set. */
final class Catalogue {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path project;
    private final NodeRed nodeRed;
    private final Floor floor;
    private final List<PiRoutes> variants;

    /** @param variants of Pi Routes: each with a Java and its options; the floor's broker is of the first */
    Catalogue(Path project, List<PiRoutes> variants) {
        this.project = project;
        this.nodeRed = new NodeRed(project);
        this.floor = new Floor(project);
        this.variants = variants;
    }

    Stream<Contender> all() {
        return Stream.concat(variants.stream().flatMap(this::piRoutes), others());
    }

    /** Empty if there is one variant only, else what its names end in. */
    String suffix(PiRoutes program) {
        return variants.size() == 1 ? "" : "@" + program.variant();
    }

    private Stream<Contender> piRoutes(PiRoutes program) {
        String suffix = suffix(program);
        Supplier<Optional<String>> withMosquitto = () -> Mosquitto.missing().or(program::missing);
        return Stream.of(
                new Contender(
                        "pi-routes" + suffix,
                        "Pi Routes as it comes, all in one process: broker, devices and bench page",
                        true,
                        PressMethod.BENCH_PAGE,
                        program::missing,
                        place -> List.of(program.lab(
                                place, "--broker.port=" + place.port(), "--page.port=" + place.pagePort()))),
                new Contender(
                        "pi-routes-first" + suffix,
                        "the same at its first start: without the archive of classes",
                        true,
                        PressMethod.BENCH_PAGE,
                        program::missing,
                        place -> List.of(program.unprepared()
                                .lab(place, "--broker.port=" + place.port(), "--page.port=" + place.pagePort()))),
                new Contender(
                        "pi-routes-jar" + suffix,
                        "`java -jar pi-routes.jar`: without the launcher's options and archive",
                        true,
                        PressMethod.BENCH_PAGE,
                        program::missing,
                        place -> List.of(program.jar(
                                place, "--broker.port=" + place.port(), "--page.port=" + place.pagePort()))),
                new Contender(
                        "pi-routes-no-page" + suffix,
                        "the same without the page (`--page.port=0`)",
                        true,
                        PressMethod.NONE,
                        program::missing,
                        place -> List.of(program.lab(place, "--broker.port=" + place.port(), "--page.port=0"))),
                new Contender(
                        "pi-routes-two" + suffix,
                        "`pi-routes broker`, and a second process with the devices, without the page",
                        true,
                        PressMethod.NONE,
                        program::missing,
                        place -> List.of(program.broker(place), devices(program, place))),
                new Contender(
                        "pi-routes-devices" + suffix,
                        "devices alone, without the page, on Mosquitto as Debian ships it",
                        false,
                        PressMethod.NONE,
                        withMosquitto,
                        place -> List.of(Mosquitto.AS_SHIPPED.program(place), devices(program, place))),
                new Contender(
                        "pi-routes-devices-best" + suffix,
                        "the same on Mosquitto with its best settings",
                        false,
                        PressMethod.NONE,
                        withMosquitto,
                        place -> List.of(Mosquitto.BEST.program(place), devices(program, place))));
    }

    private static Program devices(PiRoutes program, Place place) {
        return program.lab(place, "--mqtt.url=tcp://127.0.0.1:" + place.port(), "--page.port=0");
    }

    private Stream<Contender> others() {
        PiRoutes program = variants.get(0);
        Supplier<Optional<String>> withMosquitto = () -> Mosquitto.missing().or(nodeRed::missing);
        return Stream.of(
                new Contender(
                        "node-red",
                        "Node-RED as it comes, on Mosquitto as Debian ships it",
                        false,
                        PressMethod.INJECT,
                        withMosquitto,
                        place -> List.of(
                                Mosquitto.AS_SHIPPED.program(place), nodeRed.program(place, "settings-as-shipped.js"))),
                new Contender(
                        "node-red-best",
                        "Node-RED and Mosquitto, both with their best settings",
                        false,
                        PressMethod.INJECT,
                        withMosquitto,
                        place -> List.of(Mosquitto.BEST.program(place), nodeRed.program(place, "settings-best.js"))),
                new Contender(
                        "camel-paho",
                        "Camel with plain `camel-paho` endpoints, on Mosquitto with its best settings",
                        false,
                        PressMethod.NONE,
                        () -> Mosquitto.missing().or(program::missing),
                        place -> List.of(Mosquitto.BEST.program(place), plainCamel(place))),
                new Contender(
                        "floor",
                        "a minimal device in C, on `pi-routes broker`",
                        true,
                        PressMethod.NONE,
                        () -> program.missing().or(floor::missing),
                        place -> List.of(program.broker(place), floor.program(place))),
                new Contender(
                        "floor-mosquitto",
                        "the same device on Mosquitto with its best settings",
                        false,
                        PressMethod.NONE,
                        () -> Mosquitto.missing().or(floor::missing),
                        place -> List.of(Mosquitto.BEST.program(place), floor.program(place))));
    }

    /** Camel's own main class, and one YAML file. */
    private Program plainCamel(Place place) {
        return new Program(
                "camel",
                List.of(
                        JAVA.toString(),
                        "-Dcamel.main.routesIncludePattern=file:"
                                + project.resolve("modules/benchmarks/camel/lab.camel.yaml"),
                        "-Dlogback.configurationFile=" + project.resolve("modules/benchmarks/camel/logback.xml"),
                        "-Dmqtt.port=" + place.port(),
                        "-cp",
                        project.resolve("target/lib") + "/*",
                        "org.apache.camel.main.Main"),
                Map.of());
    }
}
