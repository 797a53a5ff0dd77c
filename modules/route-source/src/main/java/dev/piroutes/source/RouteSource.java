package dev.piroutes.source;

import dev.piroutes.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A route file before anybody has read it.
 *
 * @param name as it shall stand in messages: usually the path that the user gave
 * @param text its content
 */
public record RouteSource(String name, String text) {

    /** How the names of all route files end: Camel's YAML DSL takes no other. */
    public static final String ENDING = ".camel.yaml";

    /**
     * Camel takes what is behind the first dot for the kind of a file, and other characters for a pattern of names. U+FFFD is a
     * letter that this process cannot read: whoever reads the file says so.
     */
    private static final String NAME = "[\\p{L}\\p{M}\\p{N} _()@=+\\uFFFD-]+";

    private static final Pattern ROUTES = Pattern.compile("(?!~)" + NAME + Pattern.quote(ENDING));

    private static final Pattern STRAY = Pattern.compile("(?i)([^.~].*?)(?<!\\.kamelet)(\\.camel)?\\.ya?ml(\\.txt)?");

    private static final Pattern DEVICE = Pattern.compile("(?m)^-\\s+(route|from|templatedRoute|rest)\\s*:");

    /** @throws IOException if it cannot be read, or is no text */
    public static RouteSource read(Path file) throws IOException {
        return new RouteSource(file.toString(), TextFile.read(file));
    }

    /** The route files in a folder, in the order of their names. */
    public static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(RouteSource::isRouteFile)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /**
     * What nothing loads: what looks like a route file in a folder and is none, by its name or because it is no file, nor a Kamelet;
     * and route files in a folder in it.
     */
    public static List<Path> strays(Path folder) throws IOException {
        List<Path> strays = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                if (isFolderToSee(path)) {
                    strays.addAll(in(path));
                } else if (isRouteFile(path) != Files.isRegularFile(path) && (isRouteFile(path) || isStray(path))) {
                    strays.add(path);
                }
            }
        }
        return strays;
    }

    private static boolean isFolderToSee(Path path) {
        return Files.isDirectory(path)
                && !isRouteFile(path)
                && Files.isReadable(path)
                && !path.getFileName().toString().startsWith(".");
    }

    /** Whether it looks like a route file by its name, and is none. */
    public static boolean isStray(Path file) {
        return !isRouteFile(file)
                && STRAY.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** What is wrong with such a file, and how to name it, or where to put it. */
    public static Finding notARouteFile(Path stray) {
        if (isRouteFile(stray) && Files.isRegularFile(stray)) {
            return Finding.warning(stray.toString(), "not run: move it to the folder of the routes itself");
        }
        return Finding.warning(stray.toString(), "not a route file: " + reason(stray));
    }

    private static String reason(Path stray) {
        if (isRouteFile(stray)) {
            return Files.isDirectory(stray)
                    ? "it is a folder"
                    : Files.isSymbolicLink(stray)
                            ? "there is nothing where this link points to"
                            : "it is no ordinary file";
        }
        Matcher name = STRAY.matcher(String.valueOf(stray.getFileName()));
        return "routes are named "
                + (name.matches() ? name.group(1).replaceAll(NAME.replace("[", "[^"), "-") : "NAME")
                + ENDING;
    }

    /** Whether it is one by its name: editors and other systems put copies beside it, which are none. */
    public static boolean isRouteFile(Path file) {
        return ROUTES.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** Whether there is a route in such a text, broken as it may be: it is a device's, not one that others share. */
    public static boolean isDevice(String text) {
        return DEVICE.matcher(text).find();
    }
}
