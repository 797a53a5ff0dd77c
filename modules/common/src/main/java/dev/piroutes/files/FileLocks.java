package dev.piroutes.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks of the operating system: they are gone with the process that has them, however that ends. */
public final class FileLocks {

    private FileLocks() {}

    /**
     * Whether another process, or another part of this one, has locked a file. Nothing is changed.
     *
     * @throws IOException if it is not there, or this user may not write it
     */
    public static boolean isTaken(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }
}
