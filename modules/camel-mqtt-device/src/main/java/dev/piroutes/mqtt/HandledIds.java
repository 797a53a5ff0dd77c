package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import dev.piroutes.words.Count;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's idempotent repository in a file, for a route that handles each command id once, with a property that YAML can
 * set: Camel converts no text to a {@link File}. A file that is damaged is {@link SetAside set aside}; ids that can be read are
 * kept.
 */
public class HandledIds extends FileIdempotentRepository {
    private static final Logger LOG = LoggerFactory.getLogger(HandledIds.class);

    /** The file; its folder is made. Required. */
    public void setFile(String file) {
        setFileStore(new File(file));
    }

    @Override
    protected void doInit() throws Exception {
        File file = getFileStore();
        if (file != null) {
            mend(file.toPath());
        }
        super.doInit();
    }

    private static void mend(Path file) throws IOException {
        Path salvaged = file.resolveSibling(file.getFileName() + ".salvaged");
        SetAside.finish(file, salvaged);
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        byte[] bytes = {};
        String damage;
        try {
            bytes = Files.readAllBytes(file);
            damage = isWhole(bytes) ? null : "it is not as it was written";
        } catch (IOException e) {
            damage = "it cannot be read: " + Reason.of(e);
        }
        if (damage == null) {
            return;
        }
        List<String> ids = ids(bytes);
        if (!ids.isEmpty()) {
            Files.writeString(salvaged, ids.stream().collect(Collectors.joining("\n", "", "\n")));
        }
        Path aside = SetAside.replace(file, salvaged, file.toAbsolutePath().getParent());
        LOG.error(
                "ids of commands {} are damaged ({}): set aside as {}; {} in it could be read and kept, a command with"
                        + " one of the others is handled if it comes again. Delete that file when you have looked at it",
                file,
                damage,
                aside.getFileName(),
                Count.of(ids.size(), "id"));
    }

    /** Lines of text, the last of them ended. */
    private static boolean isWhole(byte[] bytes) {
        return bytes.length == 0
                || bytes[bytes.length - 1] == '\n'
                        && ids(bytes).size() == lines(bytes).size();
    }

    private static List<String> ids(byte[] bytes) {
        List<String> lines = lines(bytes);
        boolean ended = bytes.length > 0 && bytes[bytes.length - 1] == '\n';
        return lines.subList(0, ended || lines.isEmpty() ? lines.size() : lines.size() - 1).stream()
                .filter(line -> line.chars().noneMatch(c -> Character.isISOControl(c) || c == '\ufffd'))
                .toList();
    }

    private static List<String> lines(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    }
}
