package dev.piroutes.live;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The folder with the route files, as it is on disk. */
final class RouteFolder {

    private final Path path;
    private final Predicate<String> wanted;

    /** @param wanted whether a file of this name is any business of this program's */
    RouteFolder(Path path, Predicate<String> wanted) {
        this.path = path;
        this.wanted = wanted;
    }

    Path path() {
        return path;
    }

    /** Whether a file of this name is one to look at: editors write others beside it. */
    boolean contains(Path file) {
        return RouteSource.isRouteFile(file) && wanted.test(name(file));
    }

    /** Where Camel says that a file's routes come from. */
    String location(String name) {
        return "file:" + path.resolve(name);
    }

    /** Size and date of every file: they differ if the files do, as far as can be told without reading them. */
    Map<String, String> stamps() throws IOException {
        Map<String, String> stamps = new TreeMap<>();
        for (Path file : files()) {
            try {
                stamps.put(name(file), Files.size(file) + "@" + Files.getLastModifiedTime(file));
            } catch (NoSuchFileException e) {
                // it has just gone
            }
        }
        return stamps;
    }

    /**
     * Every file's text.
     *
     * @param unreadable is told of files that cannot be read, or are no text; they are not in the answer
     */
    Map<String, String> texts(Map<String, Finding> unreadable) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Path file : files()) {
            String name = name(file);
            try {
                texts.put(name, TextFile.read(file));
            } catch (NoSuchFileException e) {
                // it has just gone
            } catch (IOException e) {
                unreadable.put(name, Finding.error(name, "cannot be read: " + Reason.of(e)));
            }
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        return RouteSource.in(path).stream().filter(this::contains).toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
