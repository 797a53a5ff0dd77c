package dev.piroutes.secure;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Objects;

/** Files that only their owner can read, replaced as a whole: who reads one meanwhile gets the old or the new. */
final class SecretFiles {
    private SecretFiles() {}

    static void folder(Path folder) {
        try {
            Files.createDirectories(folder);
            if (isPosix(folder)) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            }
        } catch (IOException e) {
            throw new SecureException("secure.dir " + folder + " cannot be made: " + Reason.of(e), e);
        }
    }

    /** Writes the text if the file does not have it already; returns whether it did. */
    static boolean write(Path file, String text) {
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), text.getBytes(StandardCharsets.UTF_8))) {
                return false;
            }
        } catch (IOException e) {
            throw new SecureException(file + " cannot be read: " + Reason.of(e), e);
        }
        write(file, text.getBytes(StandardCharsets.UTF_8));
        return true;
    }

    static void write(Path file, byte[] content) {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        try {
            // Temporary files are their owner's alone from the beginning.
            Path made = Files.createTempFile(folder, ".", ".new");
            // On disk before it has its name: a power cut must not leave an empty file that lets nobody in.
            Files.write(made, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            Files.move(made, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new SecureException(file + " cannot be written: " + Reason.of(e), e);
        }
    }

    /** For files that other programs make. */
    static void restrict(Path file) {
        try {
            if (isPosix(file)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            }
        } catch (IOException e) {
            throw new SecureException(file + " cannot be made private: " + Reason.of(e), e);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new SecureException(file + " cannot be deleted: " + Reason.of(e), e);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
