package dev.piroutes.test;

import dev.piroutes.ext.ExtJars;
import dev.piroutes.files.Reason;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The route files that a test names, and those beside them that have no route: they are loaded too, as in a run. */
record FilesUnderTest(List<String> named) {

    /** @throws IllegalArgumentException if one is missing or is no route file by its name */
    static FilesUnderTest of(String... files) {
        return new FilesUnderTest(Stream.of(files).map(FilesUnderTest::checked).toList());
    }

    private static String checked(String file) {
        Path path = Path.of(file);
        if (!RouteSource.isRouteFile(path) || !Files.isRegularFile(path)) {
            throw new IllegalArgumentException(file
                    + (RouteSource.isRouteFile(path)
                            ? " does not exist in " + Path.of("").toAbsolutePath()
                            : " is no route file: its name must end in " + RouteSource.ENDING
                                    + ", without another dot"));
        }
        return path.toString();
    }

    /** Has Camel find the jars beside them. */
    void useJars() {
        named.forEach(file -> ExtJars.in(ExtJars.beside(Path.of(file))).use());
    }

    /** All of them, as Camel Main takes them. */
    String pattern() {
        Stream<String> beside = named.stream()
                .map(file -> Path.of(file).toAbsolutePath().getParent())
                .distinct()
                .flatMap(FilesUnderTest::shared);
        return Stream.concat(named.stream(), beside)
                .distinct()
                .map(file -> "file:" + file)
                .collect(Collectors.joining(","));
    }

    private static Stream<String> shared(Path folder) {
        try {
            List<String> found = new ArrayList<>();
            for (Path path : RouteSource.in(folder)) {
                if (!RouteSource.isDevice(RouteSource.read(path).text())) {
                    found.add(Path.of("").toAbsolutePath().relativize(path).toString());
                }
            }
            return found.stream();
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + " cannot be read: " + Reason.of(e), e);
        }
    }
}
