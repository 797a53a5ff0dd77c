package dev.piroutes.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The Maven wrapper, as a person has it, in a project that is none of this build.
 *
 * @param repository a local repository in front of the one of this build
 */
public record Maven(Path repository) {

    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final Path MVNW = Path.of("mvnw");

    /** Whether it runs at all. */
    public static boolean isThere(Path folder) throws IOException, InterruptedException {
        try (Program version = start(folder, Map.of(), List.of("-v"))) {
            version.awaitEnd(LIMIT);
            return version.output().contains("Apache Maven");
        }
    }

    /** Runs goals to their end. */
    public String run(Path folder, String... goals) throws IOException, InterruptedException {
        try (Program maven = start(folder, Map.of(), goals)) {
            maven.awaitEnd(LIMIT);
            return maven.output();
        }
    }

    /** Starts a goal that runs until it is ended. */
    public Program start(Path folder, Map<String, String> environment, String... goals) throws IOException {
        String ofThisBuild = Objects.requireNonNullElse(
                System.getProperty("localRepository"), System.getProperty("user.home") + "/.m2/repository");
        List<String> arguments = new ArrayList<>(
                List.of("-ntp", "-B", "-Dmaven.repo.local=" + repository, "-Dmaven.repo.local.tail=" + ofThisBuild));
        arguments.addAll(List.of(goals));
        return start(folder, environment, arguments);
    }

    private static Program start(Path folder, Map<String, String> environment, List<String> arguments)
            throws IOException {
        // A folder of init has one of its own.
        Path own = folder.resolve(MVNW);
        List<String> command = new ArrayList<>(
                List.of((Files.exists(own) ? own : MVNW).toAbsolutePath().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return Program.start(builder);
    }

    /** A folder of one's own, made by {@code init}, with pi-routes.jar in the local repository. */
    public Path bench(Path around, Path jar) throws IOException, InterruptedException {
        try (Program init = Program.start(around, "init", "bench")) {
            assertThat(init.awaitEnd(LIMIT)).as(init.output()).isZero();
        }
        Path bench = around.resolve("bench");
        assertThat(run(bench, "install:install-file", "-Dfile=" + jar)).contains("BUILD SUCCESS");
        return bench;
    }
}
