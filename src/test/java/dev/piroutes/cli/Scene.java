package dev.piroutes.cli;

import static org.awaitility.Awaitility.await;

import dev.piroutes.check.Checker;
import dev.piroutes.check.Explain;
import dev.piroutes.doctor.Machine;
import dev.piroutes.kit.LogLines;
import dev.piroutes.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A program that is to be started in a folder of its own, with settings, files and a machine as a test has them. */
final class Scene implements AutoCloseable {

    static final String LAMP =
            """
            - route:
                id: lamp
                description: Writes down what it is told
                from:
                  uri: paho:lab/lamp/cmd
                  parameters:
                    client: "#lamp"
                  steps:
                    - log:
                        message: "${body}"
            - beans:
                - name: lamp
                  type: dev.piroutes.mqtt.MqttDevice
                  properties:
                    clientId: Lamp
            """;

    private static final Duration LIMIT = Duration.ofSeconds(40);

    /** What a start came to. @param refused its last line; null: it started */
    record Run(String refused, List<String> log) {
        boolean says(String words) {
            return log.stream().anyMatch(line -> line.contains(words));
        }
    }

    final Path folder;
    final Path routes;
    final Map<String, String> options = new HashMap<>();
    final Map<String, String> environment = new HashMap<>();
    Path config;
    private final List<AutoCloseable> open = new ArrayList<>();

    Scene(Path folder) throws IOException {
        this.folder = folder;
        routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("lamp.camel.yaml"), LAMP);
        config = Files.writeString(folder.resolve("application.properties"), "");
        set("routes.dir", routes)
                .set("routes.watch", "false")
                .set("gpio.board", "virtual")
                .set("broker.port", "0")
                .set("broker.data", folder.resolve("data"))
                .set("outbox.dir", folder.resolve("outbox"))
                .set("page.port", "0")
                .set("management.port", "0");
    }

    Scene set(String name, Object value) {
        options.put(name, value.toString());
        return this;
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** Ends with the scene. */
    <T extends AutoCloseable> T has(T resource) {
        open.add(0, resource);
        return resource;
    }

    private RouteFiles files() {
        return RouteFiles.in(new Settings(options, environment, config, options.keySet()).get(Setting.ROUTES_DIR));
    }

    private Settings settings(RouteFiles files) {
        return new Settings(options, environment, config, files.properties());
    }

    /** What {@code doctor} says. */
    List<Finding> doctor() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        List<Finding> found = new ArrayList<>();
        try {
            RouteFiles files = files();
            Settings settings = settings(files);
            RunOptions run = RunOptions.of(settings);
            Extensions.use(settings, files, problem -> found.add(Finding.warning("ext", problem)));
            found.addAll(Outlook.of(run, files, Machine.here(), Instant.now()));
        } catch (UsageException e) {
            found.add(Finding.error("settings", e.getMessage()));
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        return found;
    }

    /** What {@code check} says. */
    List<Finding> check() {
        RouteFiles files = files();
        return new Checker(settings(files).forRoutes(files)).check(files.sources());
    }

    /**
     * What {@code run} does; it is stopped then.
     *
     * @param awaited words of a line of the log to wait for; empty: none
     */
    Run run(String awaited) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (LogLines log = new LogLines("dev.piroutes")) {
            String refused = null;
            Program program = null;
            try {
                RouteFiles files = files();
                Settings settings = settings(files);
                RunOptions run = RunOptions.of(settings);
                List<String> problems = new ArrayList<>();
                Extensions.use(settings, files, problems::add);
                program = new Program(run, files);
                program.start();
                if (!awaited.isEmpty()) {
                    await(awaited).atMost(LIMIT).until(() -> log.contains(awaited));
                }
            } catch (Exception e) {
                refused = Explain.inOneLine(e);
            } finally {
                if (program != null) {
                    program.stop();
                }
            }
            return new Run(refused, log.lines());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            for (AutoCloseable resource : open) {
                resource.close();
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
