package dev.piroutes.broker.repair;

import dev.piroutes.broker.session.LargeBody;
import dev.piroutes.files.RawFile;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
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
    /** Those that were looked at: each is read once, though a page may be read twice. */
    private final Map<Path, Boolean> whole = new TreeMap<>();

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
                    .forEach(file -> whole.put(file, false));
        }
    }

    private static boolean isReadable(Path file) {
        try (RawFile raw = new RawFile(file)) {
            raw.bytes(0, (int) Math.min(raw.size(), 1));
            return Files.isRegularFile(file);
        } catch (IOException e) {
            return false;
        }
    }

    boolean isWhole(Message large) {
        return whole.computeIfAbsent(
                folder.resolve(large.getMessageID() + ".msg"), file -> LargeBody.isWhole(large, bytes(file)));
    }

    /** Nothing, if it cannot be read. */
    private static ByteBuffer bytes(Path file) {
        try (RawFile raw = new RawFile(file)) {
            return ByteBuffer.wrap(raw.bytes());
        } catch (IOException e) {
            return ByteBuffer.allocate(0);
        }
    }

    void setDamagedAside() throws IOException {
        for (Path file : whole.keySet()) {
            if (!whole.get(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                Path aside = SetAside.move(file, data);
                LOG.error(
                        "broker   {} is damaged: set aside as {}; the message in it is lost",
                        file,
                        aside.getFileName());
            }
        }
    }
}
