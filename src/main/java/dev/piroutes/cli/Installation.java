package dev.piroutes.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where this program is, and what a person types to start it.
 *
 * @param jar the program; null if its classes run without it
 * @param launcher {@code bin/pi-routes}, with the packages' options for the JVM; null where there is none, or no shell for it
 * @param options the file of these options; null where there is none
 */
record Installation(@Nullable Path jar, @Nullable Path launcher, @Nullable Path options) {

    private static final Path PACKAGE = Path.of("/usr/share");

    static Installation here() {
        try {
            Path own = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return of(
                    own, System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param own the jar, or the folder of the classes
     * @param windows where a shell script cannot be started
     */
    static Installation of(Path own, boolean windows) {
        Path launcher = own.resolveSibling("bin").resolve("pi-routes");
        Path options = own.resolveSibling("jvm.options");
        return new Installation(
                Files.isRegularFile(own) ? own : null,
                Files.isExecutable(launcher) && !windows ? launcher : null,
                Files.isRegularFile(options) ? options : null);
    }

    /**
     * The beginning of a command line, in a shell that is in a folder.
     *
     * @param from the folder; what is below it is named from there
     */
    String command(Path from) {
        if (launcher != null) {
            return launcher.startsWith(PACKAGE) ? "pi-routes" : shown(launcher, from);
        }
        if (jar == null) {
            return "pi-routes";
        }
        return "java " + (options == null ? "" : "@" + shown(options, from) + " ") + "-jar " + shown(jar, from);
    }

    /** A path as a shell takes it. */
    static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./~+:\\\\-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String shown(Path path, Path from) {
        Path folder = from.toAbsolutePath();
        return quoted(path.startsWith(folder) ? folder.relativize(path) : path);
    }
}
