package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the data of this folder are worth, in a small file beside them: a number that rises whenever a node begins to serve,
 * and whether the other node may have gone further. On disk before what it says becomes true.
 */
final class PairMemory {
    private static final Logger LOG = LoggerFactory.getLogger(PairMemory.class);
    private static final String FILE = "pair.properties";

    private final Path file;
    private long epoch;
    private News.Data data;

    private PairMemory(Path file, long epoch, News.Data data) {
        this.file = file;
        this.epoch = epoch;
        this.data = data;
    }

    /**
     * Reads it. A folder with a journal and no such file is that of a broker that served alone, before there was a pair.
     *
     * @throws BrokerException if the folder cannot be read
     */
    static PairMemory open(Path folder) {
        Path file = folder.toAbsolutePath().normalize().resolve(FILE);
        try {
            boolean used = hasFiles(folder.resolve("journal"));
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return new PairMemory(file, used ? 1 : 0, used ? News.Data.ALONE : News.Data.NONE);
            }
            try {
                Properties properties = new Properties();
                properties.load(new StringReader(Files.readString(file)));
                return new PairMemory(
                        file,
                        Long.parseLong(properties.getProperty("epoch")),
                        News.Data.valueOf(properties.getProperty("data", "")));
            } catch (IOException | IllegalArgumentException e) {
                return damaged(file, used);
            }
        } catch (IOException e) {
            throw new BrokerException(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /** The data here are then worth less than any that the peer has; without the peer only a person can know. */
    private static PairMemory damaged(Path file, boolean used) throws IOException {
        Path aside = SetAside.move(file);
        LOG.error(
                "pair     {} is damaged: set aside as {}; whether the data here are the newest is not known any more. If they"
                        + " are, start this node with --pair.start=alone while the other one is stopped",
                file,
                aside.getFileName());
        return new PairMemory(file, 0, used ? News.Data.REPLICA : News.Data.NONE);
    }

    private static boolean hasFiles(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    synchronized long epoch() {
        return epoch;
    }

    synchronized News.Data data() {
        return data;
    }

    /** @throws BrokerException if it cannot be written */
    synchronized void set(long newEpoch, News.Data newData) {
        if (newEpoch == epoch && newData == data && Files.exists(file)) {
            return;
        }
        try {
            write("epoch=" + newEpoch + "\ndata=" + newData + "\n");
        } catch (IOException e) {
            throw new BrokerException(file + " cannot be written: " + Reason.of(e), e);
        }
        epoch = newEpoch;
        data = newData;
    }

    private void write(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Path fresh = file.resolveSibling(FILE + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
