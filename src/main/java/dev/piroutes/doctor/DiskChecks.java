package dev.piroutes.doctor;

import static dev.piroutes.source.Finding.error;
import static dev.piroutes.source.Finding.ok;
import static dev.piroutes.source.Finding.warning;

import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import dev.piroutes.source.Finding;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whether a data folder can be written, and for how long. Nothing is written to find out. */
public final class DiskChecks {

    /** Below this the broker takes no messages (min-disk-free in broker.xml). */
    private static final long NONE_MB = 64;

    private static final long LITTLE_MB = 512;

    private DiskChecks() {}

    /** @param setting that names the folder, which need not exist yet */
    public static Finding folder(String setting, Path folder) {
        Path there = folder.toAbsolutePath().normalize();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        String what = setting + " " + folder;
        try {
            FileStore store = Files.getFileStore(there);
            return look(
                    what,
                    there,
                    Files.isDirectory(there),
                    store.isReadOnly(),
                    Files.isWritable(there),
                    store.getUsableSpace());
        } catch (IOException e) {
            return error("disk", what + " cannot be looked at: " + Reason.of(e));
        }
    }

    /** A warning for each file of a folder that this user may not read and write; what is to be in it would be lost. */
    public static List<Finding> files(String setting, Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !SetAside.isSetAside(file))
                    .filter(file -> !Files.isReadable(file) || !Files.isWritable(file))
                    .sorted()
                    .map(file ->
                            warning("disk", setting + " " + folder + ": " + mayNotWrite(file) + ": change its owner"))
                    .toList();
        } catch (IOException e) {
            // Not there yet, or not readable: that is said of the folder.
            return List.of();
        }
    }

    private static String mayNotWrite(Path path) {
        return "user " + System.getProperty("user.name") + " may not write " + path;
    }

    static Finding look(String what, Path there, boolean folder, boolean readOnly, boolean writable, long free) {
        if (!folder) {
            return error("disk", what + ": " + there + " is a file; name another folder, or move it away");
        }
        if (readOnly) {
            return error(
                    "disk",
                    what + ": the file system of " + there + " is read-only: an SD card that fails, or an overlay; "
                            + "findmnt -T " + there + " says which");
        }
        if (!writable) {
            return error("disk", what + ": " + mayNotWrite(there) + ": change its owner, or name another folder");
        }
        long megabytes = free / 1_000_000;
        String text = what + ": can be written, " + megabytes + " MB free";
        if (megabytes < NONE_MB) {
            return error("disk", text + ": below " + NONE_MB + " MB the broker takes no messages; make room");
        }
        return megabytes < LITTLE_MB ? warning("disk", text + ": make room before long") : ok("disk", text);
    }
}
