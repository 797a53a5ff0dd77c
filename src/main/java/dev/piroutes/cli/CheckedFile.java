package dev.piroutes.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/** How other programs name the files that were checked. */
final class CheckedFile {

    private CheckedFile() {}

    /** From the working folder, with slashes; as a whole where it is elsewhere. */
    static String path(String file) {
        Path here = Path.of("").toAbsolutePath();
        Path path = here.resolve(file).normalize();
        return (path.startsWith(here) ? here.relativize(path) : path).toString().replace('\\', '/');
    }

    /** The same as a URI. */
    static String uri(String file) {
        String path = path(file);
        if (Path.of(path).isAbsolute()) {
            return Path.of(path).toUri().toASCIIString();
        }
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
