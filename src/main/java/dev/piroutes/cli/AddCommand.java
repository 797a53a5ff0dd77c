package dev.piroutes.cli;

import dev.piroutes.add.AddException;
import dev.piroutes.add.Addition;
import dev.piroutes.add.Repository;
import dev.piroutes.add.Resolved;
import dev.piroutes.check.Catalogue;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * {@code add}: takes a component of Camel's, or any artifact, and what it needs from Maven Central into {@code ext.dir}. A
 * program that runs has it when it starts again.
 */
final class AddCommand extends SettingsCommand {

    private static final String REPOSITORY = "--repository";

    private static final String OFFLINE =
            ". A proxy is taken from HTTPS_PROXY or, like a mirror, from ~/.m2/settings.xml. Without internet: run the same on a machine that has it, with"
                    + " this version of Pi Routes, and copy the folder that it makes in ext into ";

    private static final String UNTRUSTED =
            ": Java does not know the authority of its certificate; name a key store that has it:"
                    + " JAVA_OPTS=\"-Djavax.net.ssl.trustStore=FILE -Djavax.net.ssl.trustStorePassword=PASSWORD\"";

    AddCommand() {
        super(
                "add",
                "Takes a component that is not in the box, and what it needs, from Maven Central into ext.dir.",
                List.of(Setting.ROUTES_DIR, Setting.EXT_DIR));
    }

    @Override
    void addTo(CommandSpec spec) {
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("NAME")
                .arity("1")
                .type(String.class)
                .description("An artifact of Camel's, as camel-kafka, or group:artifact:version.")
                .build());
        spec.addOption(OptionSpec.builder(REPOSITORY)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .splitRegex(",")
                .paramLabel("URL[,URL…]")
                .description("More Maven repositories. A mirror or proxy belongs into ~/.m2/settings.xml, and so does a"
                        + " password: command lines are visible to other users.")
                .build());
    }

    @Override
    int execute(ParseResult line) throws Exception {
        Path jar = Installation.here().jar();
        if (jar == null) {
            throw new UsageException(
                    "add needs the packaged program: its libraries are in lib/add beside pi-routes.jar");
        }
        RouteFiles routes = RouteFiles.in(settings(line, anyName(line)).get(Setting.ROUTES_DIR));
        Path ext = Extensions.folder(settings(line, routes.properties()), routes);
        String artifact = artifact(line.matchedPositionalValue(0, ""));
        requireRepositories(line.matchedOptionValue(REPOSITORY, List.of()));
        Addition addition = Addition.of(find(artifact, jar, line, ext), jar.resolveSibling("lib"));
        if (addition.isEmpty()) {
            System.out.println(addition.name() + " is in the box already: nothing to take");
        } else {
            take(addition, ext);
        }
        return 0;
    }

    private static void requireRepositories(List<String> urls) {
        try {
            urls.forEach(Repository::of);
        } catch (IllegalArgumentException e) {
            throw new UsageException(REPOSITORY + ": " + Reason.of(e));
        }
    }

    private static void take(Addition addition, Path ext) throws IOException {
        Path folder = ext.resolve(addition.name());
        if (!addition.into(
                ext, () -> System.out.println("another pi-routes add is at work in " + ext + "; waiting for it"))) {
            System.out.println(folder + " is there already; to take it anew, delete it");
            return;
        }
        System.out.println(addition.jars().size() + " jars, " + addition.megabytes() + " MB, into " + folder + ":");
        addition.jars().forEach(jar -> System.out.println("  " + jar));
        System.out.println("done; a program that runs has it when it is started again");
    }

    private static List<Resolved> find(String artifact, Path jar, ParseResult line, Path ext)
            throws IOException, InterruptedException {
        List<String> properties = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-D") && !Setting.isIn(option))
                .toList();
        System.out.println("looking for " + artifact + " and what it needs");
        try {
            return Resolved.find(artifact, jar, properties, line.matchedOptionValue(REPOSITORY, List.of()));
        } catch (AddException e) {
            if (e.kind() == AddException.Kind.NOT_FOUND) {
                throw new UsageException(Reason.of(e) + "; is the name spelt right?");
            }
            throw e.kind() == AddException.Kind.NOT_REACHED
                    ? new IllegalStateException(notReached(Reason.of(e), ext))
                    : e;
        }
    }

    private static String notReached(String message, Path ext) {
        int untrusted = message.indexOf(": PKIX ");
        return untrusted < 0 ? message + OFFLINE + ext : message.substring(0, untrusted) + UNTRUSTED;
    }

    /** {@code camel-kafka} is Camel's, of the version that is here; so is {@code kafka}. */
    private static String artifact(String name) {
        if (name.matches("[^:\\s]+:[^:\\s]+:[^:\\s]+")) {
            return name;
        }
        if (!name.matches("[\\w.-]+")) {
            throw new UsageException("add: write camel-kafka, or group:artifact:version, but it was \"" + name + "\"");
        }
        String artifact =
                name.startsWith("camel-") ? name : Catalogue.artifact(name).orElse("camel-" + name);
        return "org.apache.camel:" + artifact + ":" + Extensions.camel();
    }
}
