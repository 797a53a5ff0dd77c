package dev.piroutes.cli;

import dev.piroutes.ext.ExtJars;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The jars of one's own, in {@code ext.dir}: Camel finds what is in them as if it were in the program. */
final class Extensions {

    private static final String CAMEL = "org.apache.camel";

    private Extensions() {}

    static Path folder(Settings settings, RouteFiles routes) {
        String given = settings.get(Setting.EXT_DIR);
        Path folder = given == null ? routes.ext() : Path.of(given);
        if (given != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("ext.dir must be a folder of jars, but " + given + " is none");
        }
        return folder;
    }

    /**
     * Has Camel find them, in this thread and those that it starts.
     *
     * @param log gets a line for each that is not, or may not work
     */
    static void use(Settings settings, RouteFiles routes, Consumer<String> log) {
        ExtJars jars = ExtJars.in(folder(settings, routes));
        jars.problems().forEach(log);
        List<Path> others = jars.ofOtherVersions(CAMEL, camel());
        if (!others.isEmpty()) {
            log.accept(
                    others.stream().map(Path::getFileName).map(Path::toString).collect(Collectors.joining(", "))
                            + (others.size() == 1 ? " is" : " are") + " not of Camel " + camel()
                            + ", which runs here, and may fail: pi-routes add NAME takes the right version");
        }
        jars.inSeveralVersions().forEach(versions -> log.accept(severalVersions(versions)));
        jars.use();
    }

    private static String severalVersions(List<Path> versions) {
        return versions.get(0) + " is used, and not "
                + versions.stream().skip(1).map(Path::toString).collect(Collectors.joining(", "))
                + ": delete what is not wanted";
    }

    /** The version of Camel that the program has. */
    static String camel() {
        return Objects.requireNonNullElse(CamelContext.class.getPackage().getImplementationVersion(), "");
    }
}
