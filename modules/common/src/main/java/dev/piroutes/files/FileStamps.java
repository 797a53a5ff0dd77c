package dev.piroutes.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** What tells one version of some files from another: equal as long as none of them has changed. Follows symbolic links. */
public record FileStamps(List<Object> stamps) {

    public static FileStamps of(List<Path> files) {
        return new FileStamps(files.stream().map(FileStamps::of).toList());
    }

    private static Object of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Object inode = attributes.fileKey();
            return List.of(attributes.lastModifiedTime(), attributes.size(), inode == null ? "" : inode);
        } catch (IOException e) {
            return "missing";
        }
    }
}
