package dev.piroutes.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The systems that can be measured, each with what it is and how it is set. */
final class Catalogue {
    private final NodeRed nodeRed;
    private final List<PiRoutes> variants;

    /** @param variants of Pi Routes: each with a Java and its options */
    Catalogue(Path project, List<PiRoutes> variants) {
        this.nodeRed = new NodeRed(project);
        this.variants = variants;
    }

    /** @param names those wanted, or empty for all; in the order of the catalogue */
    List<Contender> contenders(List<String> names) {
        List<Contender> all = Stream.concat(variants.stream().flatMap(this::piRoutes), others())
                .toList();
        for (String name : names) {
            if (all.stream().noneMatch(contender -> contender.name().equals(name))) {
                throw new BenchException("there is no system \"" + name + "\"; there are "
                        + String.join(", ", all.stream().map(Contender::name).toList()));
            }
        }
        return all.stream()
                .filter(contender -> names.isEmpty() || names.contains(contender.name()))
                .toList();
    }

    private Stream<Contender> piRoutes(PiRoutes program) {
        String suffix = variants.size() == 1 ? "" : "@" + program.variant();
        return Stream.of(
                new Contender(
                        "pi-routes" + suffix,
                        "Pi Routes, all in one process: broker, devices, bench page; as it comes",
                        true,
                        program::missing,
                        place -> List.of(program.run(
                                place, "--broker.port=" + place.port(), "--page.port=" + place.pagePort()))),
                new Contender(
                        "pi-routes-no-page" + suffix,
                        "the same without the bench page (--page.port=0)",
                        true,
                        program::missing,
                        place -> List.of(program.run(place, "--broker.port=" + place.port(), "--page.port=0"))),
                new Contender(
                        "pi-routes-devices" + suffix,
                        "Pi Routes with devices alone, no page (--mqtt.url), on Mosquitto as shipped",
                        false,
                        () -> Mosquitto.missing().or(program::missing),
                        place -> List.of(Mosquitto.AS_SHIPPED.program(place), devices(program, place))),
                new Contender(
                        "pi-routes-devices-best" + suffix,
                        "the same on Mosquitto with its best settings",
                        false,
                        () -> Mosquitto.missing().or(program::missing),
                        place -> List.of(Mosquitto.BEST.program(place), devices(program, place))),
                new Contender(
                        "pi-routes-two" + suffix,
                        "Pi Routes as two processes: pi-routes broker, and devices alone without page",
                        true,
                        program::missing,
                        place -> List.of(program.broker(place), devices(program, place))));
    }

    private static Program devices(PiRoutes program, Place place) {
        return program.run(place, "--mqtt.url=tcp://127.0.0.1:" + place.port(), "--page.port=0");
    }

    private Stream<Contender> others() {
        return Stream.of(
                new Contender(
                        "node-red",
                        "Node-RED as shipped, on Mosquitto as shipped",
                        false,
                        () -> Mosquitto.missing().or(nodeRed::missing),
                        place -> List.of(
                                Mosquitto.AS_SHIPPED.program(place), nodeRed.program(place, "settings-as-shipped.js"))),
                new Contender(
                        "node-red-best",
                        "Node-RED and Mosquitto with their best settings (src/bench/node-red/settings-best.js)",
                        false,
                        () -> Mosquitto.missing().or(nodeRed::missing),
                        place -> List.of(Mosquitto.BEST.program(place), nodeRed.program(place, "settings-best.js"))));
    }
}
