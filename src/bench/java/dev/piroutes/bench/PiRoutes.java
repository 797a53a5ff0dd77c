package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pi Routes as its user starts it: {@code bin/pi-routes} with {@code pi-routes.jar} and {@code lib/} beside it.
 *
 * @param home the folder with {@code bin/pi-routes}
 * @param javaHome of the Java that runs it
 * @param javaOptions as {@code JAVA_OPTS}, or empty
 */
record PiRoutes(Path home, Path javaHome, String javaOptions) {
    /** The layout of a distribution, linked together from what the build has made, in {@code target/bench/pi-routes}. */
    static Path linked(Path project) {
        Path home = project.resolve("target/bench/pi-routes");
        try {
            Files.createDirectories(home.resolve("bin"));
            Path launcher = home.resolve("bin/pi-routes");
            Files.deleteIfExists(launcher);
            // A copy: the launcher looks for the jar beside where it really is.
            Files.copy(project.resolve("src/main/dist/bin/pi-routes"), launcher);
            launcher.toFile().setExecutable(true);
            for (String part : List.of("pi-routes.jar", "lib")) {
                Path link = home.resolve(part);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, project.resolve("target").resolve(part));
            }
            return home;
        } catch (IOException e) {
            throw new BenchException("cannot lay out " + home + ": " + e, e);
        }
    }

    Optional<String> missing() {
        return Stream.of(home.resolve("bin/pi-routes"), home.resolve("pi-routes.jar"), javaHome.resolve("bin/java"))
                .filter(Files::notExists)
                .findFirst()
                .map(path -> "there is no " + path + "; ./mvnw -q -ntp -DskipTests package makes the first two");
    }

    /** The lab, without the finger that presses a virtual button every 5 s: the bench presses. */
    Program lab(Place place, String... more) {
        return run(place, Stream.concat(Stream.of("--gpio-timer.enabled=false"), Stream.of(more)));
    }

    /** Other routes than the lab's, on a broker that is there. */
    Program devices(Place place, Path routes) {
        return run(
                place,
                Stream.of("--mqtt.url=tcp://127.0.0.1:" + place.port(), "--page.port=0", "--routes.dir=" + routes));
    }

    private Program run(Place place, Stream<String> more) {
        return program(
                "pi-routes",
                Stream.concat(Stream.of("--gpio.board=virtual", "--management.port=" + place.managementPort()), more)
                        .toList());
    }

    Program broker(Place place) {
        return program("pi-routes-broker", List.of("broker", "--broker.port=" + place.port()));
    }

    /** @param configuration a folder like {@code broker-etc} */
    Program broker(Place place, Path configuration) {
        return program(
                "pi-routes-broker",
                List.of("broker", "--broker.port=" + place.port(), "--broker.etc=" + configuration));
    }

    private Program program(String name, List<String> arguments) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pi-routes").toString()));
        command.addAll(arguments);
        return new Program(name, command, Map.of("JAVA_HOME", javaHome.toString(), "JAVA_OPTS", javaOptions));
    }

    /** Which of several this is: the Java's version, and the options if there are any. */
    String variant() {
        return javaVersion().replaceAll("\\..*", "") + javaOptions.replaceAll("\\s*-Xmx|\\s+", "-");
    }

    /** The Java's version, as its {@code release} file says. */
    String javaVersion() {
        try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=|\"", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
