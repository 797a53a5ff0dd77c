package dev.piroutes.kit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Folders of older versions, kept among the tests' resources. */
public final class Archive {

    private Archive() {}

    /** Unpacks a zip, named as a resource from the root of the class path, into a folder. */
    public static void unzip(String resource, Path to) throws IOException {
        try (InputStream in = Objects.requireNonNull(Archive.class.getResourceAsStream(resource), resource);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = to.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(zip, target);
                }
            }
        }
    }
}
