package dev.piroutes.broker.repair;

import dev.piroutes.broker.session.LargeBody;
import dev.piroutes.files.RawFile;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of large messages, one for each. A message in a page whose file is damaged counts as damaged, too. */
final class LargeFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LargeFiles.class);

    private static final Pattern FILE = Pattern.compile("\\d+\\.msg");

    private final Path folder;
    private final Path data;
    private final Set<Path> damaged = new TreeSet<>();

    /** @param data where they are set aside */
    LargeFiles(Path folder, Path data) {
        this.folder = folder;
        this.data = data;
    }

    /** Those that cannot even be read, which would end the broker when it wants to. */
    void findUnreadable() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> FILE.matcher(file.getFileName().toString()).matches())
                    .filter(file -> !isReadable(file))
                    .forEach(damaged::add);
        }
    }

    private static boolean isReadable(Path file) {
        try (RawFile raw = new RawFile(file)) {
            return Files.isRegularFile(file) && raw.bytes(0, (int) Math.min(raw.size(), 1)).length >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    boolean isWhole(Message large) {
        Path file = folder.resolve(large.getMessageID() + ".msg");
        boolean whole = LargeBody.isWhole(large, bytes(file));
        if (!whole) {
            damaged.add(file);
        }
        return whole;
    }

    /** Nothing, if it cannot be read. */
    private static ByteBuffer bytes(Path file) {
        try (RawFile raw = new RawFile(file)) {
            return ByteBuffer.wrap(raw.bytes(0, (int) Math.min(raw.size(), Integer.MAX_VALUE - 8)));
        } catch (IOException e) {
            return ByteBuffer.allocate(0);
        }
    }

    void setDamagedAside() throws IOException {
        for (Path file : damaged) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Path aside = SetAside.move(file, data);
                LOG.error(
                        "broker   {} is damaged: set aside as {}; the message in it is lost",
                        file,
                        aside.getFileName());
            }
        }
    }
}
