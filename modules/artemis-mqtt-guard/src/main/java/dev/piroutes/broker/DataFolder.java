package dev.piroutes.broker;

import dev.piroutes.broker.repair.Repair;
import dev.piroutes.files.FileLocks;
import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

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
        throw inUse(path);
    }

    /**
     * The same without opening it, and without making or changing anything.
     *
     * @throws BrokerException as {@link #open} does
     */
    static void requireUsable(Path data) {
        Path path = data.toAbsolutePath().normalize();
        Path lock = path.resolve(LOCK_FILE);
        try {
            if (Files.isRegularFile(lock)) {
                if (FileLocks.isTaken(lock)) {
                    throw inUse(path);
                }
                return;
            }
            // A file in its place is set aside: the folder that it is in has to take that, and what is made.
            Path there = existing(Files.isDirectory(path) ? path : path.getParent());
            if (!Files.isDirectory(there)) {
                throw new FileSystemException(path.toString(), null, "Not a directory");
            }
            if (!Files.isWritable(there)) {
                throw new AccessDeniedException(there.toString());
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /**
     * Looks whether this user may read and write what is there: a copy that root has put back may be nobody else's.
     *
     * @param parts the folders in it that the broker writes, as far as they are there
     * @throws BrokerException naming the first file that is not this user's
     */
    static void requireOwn(Path data, List<File> parts) {
        for (File part : parts) {
            if (part.isDirectory()) {
                try (Stream<Path> files = Files.walk(part.toPath())) {
                    for (Path file : files.filter(DataFolder::isInUse).toList()) {
                        requireOwn(file);
                    }
                } catch (UncheckedIOException e) {
                    throw unwritable(data, e.getCause());
                } catch (IOException e) {
                    throw unwritable(data, e);
                }
            }
        }
    }

    /** Files and folders alone: what else is in the place of one is repaired. */
    private static boolean isInUse(Path file) {
        return !SetAside.isSetAside(file) && (Files.isRegularFile(file) || Files.isDirectory(file));
    }

    private static void requireOwn(Path file) throws AccessDeniedException {
        if (!Files.isReadable(file) || !Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
    }

    /** A folder, or the nearest one above it that is there. */
    static Path existing(Path folder) {
        Path there = folder;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return there;
    }

    private static BrokerException inUse(Path path) {
        return new BrokerException(
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
        String file = cause instanceof FileSystemException of && of.getFile() != null ? ": " + of.getFile() : "";
        return new BrokerException(
                "data folder " + path + " cannot be written (" + Reason.of(cause) + file
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
