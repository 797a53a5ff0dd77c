package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Pi Routes as its user starts it: {@code bin/pi-routes} with {@code pi-routes.jar} and {@code lib/} beside it.
 *
 * @param home the folder with {@code bin/pi-routes}
 * @param javaHome of the Java that runs it
 * @param cache where {@code pi-routes prepare} puts what makes this Java start faster
 * @param javaOptions as {@code JAVA_OPTS}, or empty
 * @param folder what tells it from those of other folders, or empty
 */
record PiRoutes(Path home, Path javaHome, Path cache, String javaOptions, String folder) {
    private static final long PREPARE_MINUTES = 5;

    /** The layout of a distribution, linked together from what the build has made, in {@code target/bench/pi-routes}. */
    static Path linked(Path project) {
        Path home = project.resolve("target/bench/pi-routes");
        try {
            Files.createDirectories(home.resolve("bin"));
            // Copies: the launcher looks for the rest beside where it really is.
            for (String part : List.of("bin/pi-routes", "jvm.options")) {
                Path from = project.resolve("src/main/dist").resolve(part);
                if (Files.exists(from)) {
                    Files.copy(
                            from,
                            home.resolve(part),
                            StandardCopyOption.REPLACE_EXISTING,
                            StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
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

    /** The same as it is before its first start: without what {@code pi-routes prepare} makes. */
    PiRoutes unprepared() {
        return new PiRoutes(home, javaHome, home.resolve("no-cache"), javaOptions, folder);
    }

    /** The lab from the jar by itself: neither the launcher, nor its options. */
    Program jar(Place place, String... more) {
        List<String> command = new ArrayList<>(List.of(
                javaHome.resolve("bin/java").toString(),
                "-jar",
                home.resolve("pi-routes.jar").toString(),
                "--gpio.board=virtual",
                "--management.port=" + place.managementPort(),
                "--gpio-timer.enabled=false"));
        command.addAll(List.of(more));
        return new Program("pi-routes-jar", command, Map.of());
    }

    /** The same with another limit of the heap. */
    PiRoutes withHeap(String limit) {
        return new PiRoutes(home, javaHome, cache, (javaOptions + " -Xmx" + limit).strip(), folder);
    }

    Optional<String> missing() {
        return Stream.of(home.resolve("bin/pi-routes"), home.resolve("pi-routes.jar"), javaHome.resolve("bin/java"))
                .filter(Files::notExists)
                .findFirst()
                .map(path -> "there is no " + path + "; src/build makes the first two");
    }

    /** The lab, without the simulated press every 5 s: the benchmark presses. */
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
        return new Program(name, command, environment());
    }

    private Map<String, String> environment() {
        // Nothing is made beside what is measured: prepare() has done it, or nobody is to.
        return Map.of(
                "JAVA_HOME",
                javaHome.toString(),
                "JAVA_OPTS",
                javaOptions,
                "PI_ROUTES_CACHE",
                cache.toString(),
                "PI_ROUTES_PREPARE",
                "no");
    }

    /** Runs {@code pi-routes prepare}, as the installed package does, unless that has been done for this jar. */
    void prepare() {
        if (Files.notExists(home.resolve("jvm.options"))) {
            return; // a version that has nothing to prepare
        }
        Path mark = cache.resolve("prepared-for");
        try {
            Path jar = home.resolve("pi-routes.jar");
            String what = jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar) + " " + javaHome;
            if (Files.exists(mark) && Files.readString(mark).equals(what)) {
                return;
            }
            Console.say("preparing Java " + javaVersion());
            Files.createDirectories(cache);
            Path log = cache.resolve("prepare.log");
            ProcessBuilder builder =
                    new ProcessBuilder(home.resolve("bin/pi-routes").toString(), "prepare");
            builder.environment().putAll(environment());
            builder.environment().remove("JAVA_OPTS");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(PREPARE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroy();
                throw new BenchException("pi-routes prepare failed, see " + log);
            }
            Files.writeString(mark, what);
        } catch (IOException e) {
            throw new BenchException("cannot prepare in " + cache + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    /** Which of several this is: the Java's version, the folder if there are several, and the options if there are any. */
    String variant() {
        return javaVersion().replaceAll("\\..*", "") + folder + javaOptions.replaceAll("\\s*-Xmx|\\s+", "-");
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
