package dev.piroutes.cli;

import ch.qos.logback.classic.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** A sub-command whose options are settings, and the properties of routes beside them. */
abstract class SettingsCommand {

    private final String name;
    private final String description;
    private final List<Setting> settings;
    /** Lines on the standard error that have been written: the settings are read more than once. */
    private final Set<String> reported = new HashSet<>();

    SettingsCommand(String name, String description, List<Setting> settings) {
        this.name = name;
        this.description = description;
        this.settings = settings;
    }

    /** Runs until it has done its work. @return the exit code */
    abstract int execute(ParseResult line) throws Exception;

    final CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name(name).mixinStandardHelpOptions(true);
        spec.versionProvider(new PiRoutes.Version());
        spec.usageMessage()
                .description(description)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .width(110)
                .footer(
                        "",
                        "Every option can be an environment variable (MQTT_URL) or a line of an application.properties",
                        "(mqtt.url=...), too; the command line is strongest, the file weakest. So can camel.* and every",
                        "property that a route uses, {{like.this}}.");
        for (Setting setting : settings) {
            spec.addOption(OptionSpec.builder("--" + setting.key())
                    .type(String.class)
                    .paramLabel(setting.label())
                    .description(setting.description())
                    .build());
        }
        spec.addOption(OptionSpec.builder("--config")
                .type(Path.class)
                .paramLabel("FILE")
                .description("The application.properties to read. Default: the one here, else /etc/pi-routes's.")
                .build());
        spec.addOption(OptionSpec.builder("--verbose")
                .type(boolean.class)
                .description("Debug log of Pi Routes's own packages, with stack traces.")
                .build());
        addTo(spec);
        spec.parser().unmatchedArgumentsAllowed(true);
        return spec;
    }

    /** Adds what the command takes besides settings. */
    void addTo(CommandSpec spec) {}

    /**
     * Reads the command line, the environment and the file.
     *
     * @param line the command line
     * @param used names of the properties that routes use
     */
    final Settings settings(ParseResult line, Collection<String> used) {
        if (line.matchedOptionValue("--verbose", false)) {
            ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("dev.piroutes")).setLevel(Level.DEBUG);
        }
        Settings read =
                new Settings(given(line), System.getenv(), line.matchedOptionValue("--config", (Path) null), used);
        read.renamed().stream().filter(reported::add).forEach(renamed -> System.err.println("pi-routes: " + renamed));
        return read;
    }

    /**
     * The same for commands that look at routes, and has Camel find what is in {@code ext.dir}. What is wrong there is a line on
     * the standard error: the standard output is the command's own.
     */
    final Settings settings(ParseResult line, RouteFiles routes) {
        Settings settings = settings(line, routes.properties());
        Extensions.use(settings, routes, problem -> System.err.println("pi-routes: " + problem));
        return settings;
    }

    /** For commands that look at route files: {@code [FILES]}. */
    static void addFiles(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILES")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .description("Route files and folders of them. Default: those of --routes.dir, or else the lab's.")
                .build());
    }

    /** The files that the command line names, or else those that would run. */
    final RouteFiles files(ParseResult line) {
        List<String> given = line.matchedPositionalValue(0, List.of());
        if (given.isEmpty()) {
            // The routes' folder is a setting, and the routes decide which other names are right: two passes.
            return RouteFiles.in(settings(line, anyName(line)).get(Setting.ROUTES_DIR));
        }
        List<Path> paths = given.stream().map(Path::of).toList();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                requireValues(line);
                throw new UsageException("there is no file " + path);
            }
        }
        return RouteFiles.of(paths);
    }

    /** The names on the command line that are no settings: properties of routes, as far as one can tell before reading these. */
    static List<String> anyName(ParseResult line) {
        return line.unmatched().stream()
                .map(s -> s.replaceFirst("^--", "").replaceFirst("=.*", ""))
                .toList();
    }

    /** An argument may be what somebody meant for the value of an option: a password, which is not to be shown. */
    private static void requireValues(ParseResult line) {
        line.unmatched().stream()
                .filter(argument -> argument.matches("--[^=]+"))
                .findFirst()
                .ifPresent(option -> {
                    throw new UsageException(
                            option + " has no value that belongs to it: options are given as --name=value");
                });
    }

    /** What stands on the command line, by name. */
    private Map<String, String> given(ParseResult line) {
        Map<String, String> given = new LinkedHashMap<>();
        for (Setting setting : settings) {
            if (line.hasMatchedOption("--" + setting.key())) {
                given.put(setting.key(), line.matchedOptionValue("--" + setting.key(), ""));
            }
        }
        for (String argument : line.unmatched()) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--")) {
                requireValues(line);
                throw new UsageException("unknown argument \"" + argument + "\": options are given as --name=value");
            }
            given.put(
                    equals < 0 ? argument.substring(2) : argument.substring(2, equals),
                    equals < 0 ? "" : argument.substring(equals + 1));
        }
        return given;
    }
}
