package dev.piroutes.source;

import dev.piroutes.files.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final Pattern STRAY = Pattern.compile("([^.].*?)(?<!\\.kamelet)(\\.camel)?\\.ya?ml");

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

    /** The files in a folder that look like route files and are none by their names, nor Kamelets: nothing loads them. */
    public static List<Path> strays(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.filter(RouteSource::isStray)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /** Whether it looks like a route file by its name, and is none. */
    public static boolean isStray(Path file) {
        return !isRouteFile(file)
                && STRAY.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** What is wrong with such a file, and how to name it. */
    public static Finding notARouteFile(Path stray) {
        Matcher name = STRAY.matcher(String.valueOf(stray.getFileName()));
        return Finding.warning(
                stray.toString(),
                "not a route file: routes are named " + (name.matches() ? name.group(1) : "NAME") + ENDING);
    }

    /** Whether it is one by its name: editors and other systems put hidden copies beside it, which are none. */
    public static boolean isRouteFile(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && !name.startsWith(".");
    }

    /** Whether there is a route in such a text, broken as it may be: it is a device's, not one that others share. */
    public static boolean isDevice(String text) {
        return DEVICE.matcher(text).find();
    }
}
