package dev.piroutes.broker;

import dev.piroutes.broker.repair.Repair;
import dev.piroutes.files.Reason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The broker's data folder, held for as long as this object is open, so that two brokers never write one journal. The
 * lock is the operating system's: it is gone with the process, however that ends.
 */
final class DataFolder implements Closeable {
    private static final String LOCK_FILE = "broker.lock";

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** @throws BrokerException if the folder cannot be written, or another broker holds it */
    static DataFolder open(Path data) {
        Path path = data.toAbsolutePath().normalize();
        FileChannel lock = openLockFile(path);
        try {
            if (lock.tryLock() != null) {
                return new DataFolder(path, lock);
            }
        } catch (OverlappingFileLockException e) {
            // Another broker of this JVM: the same answer as for another process.
        } catch (IOException e) {
            closeQuietly(lock);
            throw unwritable(path, e);
        }
        closeQuietly(lock);
        throw new BrokerException(
                "data folder " + path + " is in use by another broker: stop that one, or choose another"
                        + " folder with --broker.data=FOLDER");
    }

    private static FileChannel openLockFile(Path path) {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) {
                Repair.setAside(path);
            }
            Files.createDirectories(path);
            Path lock = path.resolve(LOCK_FILE);
            Repair.requireFile(lock);
            return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static BrokerException unwritable(Path path, IOException cause) {
        if (Reason.isDiskFull(cause)) {
            return BrokerException.passing("the disk of data folder " + path + " is full: make room", cause);
        }
        return new BrokerException(
                "data folder " + path + " cannot be written (" + cause
                        + "): change its owner, or choose another folder with --broker.data=FOLDER",
                cause);
    }

    /** Absolute. */
    Path path() {
        return path;
    }

    @Override
    public void close() {
        closeQuietly(lock);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock goes with the channel's file descriptor; nothing was written to it.
        }
    }
}
