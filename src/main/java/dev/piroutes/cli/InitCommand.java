package dev.piroutes.cli;

import dev.piroutes.check.EditorSchema;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code init}: a folder of one's own, with the lab's routes, all settings, a test and a page that says how to begin. */
@Command(
        name = "init",
        description = "Makes a folder with the lab's routes to change, all settings explained, and a test.",
        mixinStandardHelpOptions = true,
        versionProvider = PiRoutes.Version.class)
final class InitCommand implements Callable<Integer> {

    private static final String SCHEMA = "pi-routes.schema.json";

    /** What the YAML language server, in VS Code and others, looks for. */
    private static final String SCHEMA_LINE = "# yaml-language-server: $schema=../" + SCHEMA + "\n";

    private static final String MVNW = "mvnw";

    /** Maven, for who has a JDK only. */
    private static final List<String> WRAPPER = List.of(MVNW, MVNW + ".cmd", ".mvn/wrapper/maven-wrapper.properties");

    @Parameters(paramLabel = "DIR", description = "The folder: a new one, or one that is empty.")
    Path folder = Path.of("");

    @Override
    public Integer call() {
        requireEmpty();
        Installation installation = Installation.here();
        Path jar = installation.jar();
        if (jar == null) {
            throw new UsageException(
                    "init: only pi-routes.jar can do this, not its classes; build it, then target/bin/pi-routes init DIR");
        }
        String command = installation.command(folder);
        Map<String, String> files = files(jar, command);
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = folder.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(path.getParent()));
                Files.writeString(path, file.getValue());
            }
            folder.resolve(MVNW).toFile().setExecutable(true, false);
        } catch (IOException e) {
            throw new UsageException("init: cannot write to " + folder + ": " + reason(e));
        }
        System.out.println("In " + folder + ":");
        files.keySet().forEach(name -> System.out.println("  " + name));
        System.out.println("Next:");
        System.out.println("  cd " + Installation.quoted(folder) + " && " + command);
        System.out.println("  ./mvnw install:install-file -Dfile=" + Installation.quoted(jar) + "   # once, for Maven");
        System.out.println("  ./mvnw test");
        return 0;
    }

    private static String reason(IOException e) {
        return e instanceof FileAlreadyExistsException file ? file.getFile() + " is a file" : Reason.of(e);
    }

    private void requireEmpty() {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new UsageException("init: " + folder + " is a file; name a new folder");
        }
        try (Stream<Path> present = Files.list(folder)) {
            present.map(path -> path.getFileName().toString())
                    .min(String::compareTo)
                    .ifPresent(name -> {
                        throw new UsageException(
                                "init: " + folder + " is not empty, it has " + name + "; name a new folder");
                    });
        } catch (IOException e) {
            throw new UsageException("init: cannot read " + folder + ": " + Reason.of(e));
        }
    }

    /** What to write, by name. */
    private static Map<String, String> files(Path jar, String command) {
        RouteFiles routes = RouteFiles.in(null);
        Map<String, String> words = Map.of(
                "jar", jar.toString(),
                "command", command,
                "version", PiRoutes.Version.number(),
                "camel", Objects.requireNonNull(CamelContext.class.getPackage().getImplementationVersion()),
                "properties", properties(routes),
                "settings", settings());
        Map<String, String> files = new LinkedHashMap<>();
        files.put("README.md", template("README.md", words));
        files.put("application.properties", template("application.properties", words));
        routes.texts().forEach((name, text) -> files.put("routes/" + name, SCHEMA_LINE + text));
        files.put(SCHEMA, EditorSchema.json());
        files.put("pom.xml", template("pom.xml", words));
        files.put("src/test/java/LedTest.java", template("LedTest.java", words));
        files.put(".gitignore", template("gitignore", words));
        WRAPPER.forEach(name -> files.put(name, template(name, Map.of())));
        return files;
    }

    private static String template(String name, Map<String, String> words) {
        String text;
        try (InputStream in = Objects.requireNonNull(InitCommand.class.getResourceAsStream("/init/" + name), name)) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        }
        return text;
    }

    /** The properties of the routes, with their defaults, as lines to be uncommented. */
    private static String properties(RouteFiles routes) {
        Set<String> settings = Arrays.stream(Setting.values()).map(Setting::key).collect(Collectors.toSet());
        return routes.defaults().entrySet().stream()
                .filter(entry -> !settings.contains(entry.getKey()))
                .map(entry -> entry.getKey().equals("gpio-timer.enabled")
                        ? "#gpio-timer.enabled=true on a virtual board, false on a Pi"
                        : "#" + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** Every setting that the template has not, explained, as lines to be uncommented. */
    private static String settings() {
        return Arrays.stream(Setting.values())
                .filter(setting -> setting != Setting.ROUTES_DIR)
                .map(setting -> "\n# " + setting.description() + "\n#" + setting.key() + "="
                        + Objects.requireNonNullElse(setting.fallback(), setting.label()))
                .collect(Collectors.joining("\n"));
    }
}
