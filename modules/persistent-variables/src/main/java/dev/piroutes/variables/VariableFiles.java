package dev.piroutes.variables;

import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts in a file each, under their name. A file is whole at any moment: a new text is written beside it and takes its place. One that
 * is damaged is {@link SetAside set aside}.
 */
final class VariableFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VariableFiles.class);
    /** No name of a variable has it: there it is %7E. */
    private static final String NEW = "~";

    /** No name of a variable begins with a dot. */
    private static final String LOCK = ".lock";

    private final Path folder;
    private @Nullable FileChannel lock;

    VariableFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * All that are there.
     *
     * @throws UncheckedIOException if another process has them
     */
    Map<String, String> read() {
        Map<String, String> values = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try {
                take();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        for (Path file : list()) {
            String name = file.getFileName().toString();
            if (!name.startsWith(".") && !name.endsWith(NEW) && !SetAside.isSetAside(file)) {
                try {
                    values.put(URLDecoder.decode(name, StandardCharsets.UTF_8), text(file));
                } catch (IOException e) {
                    setAside(file, e);
                }
            }
        }
        return values;
    }

    /** Editors end a file with a line break. */
    private static String text(Path file) throws IOException {
        String text = Files.readString(file);
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }

    private List<Path> list() {
        try {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                setAside(folder, new IOException("it is not a folder"));
            }
            if (!Files.exists(folder)) {
                return List.of();
            }
            try (Stream<Path> files = Files.list(folder)) {
                return files.filter(Files::isRegularFile).toList();
            }
        } catch (IOException e) {
            LOG.error("variables in {} cannot be read: {}", folder, Reason.of(e));
            return List.of();
        }
    }

    private static void setAside(Path file, IOException why) {
        String where;
        try {
            where = "set aside as " + SetAside.move(file).getFileName()
                    + ". Delete that file when you have looked at it";
        } catch (IOException e) {
            where = "and cannot be set aside: " + Reason.of(e);
        }
        LOG.error("variable {} is damaged ({}): {}", file, Reason.of(why), where);
    }

    void write(String name, String text) throws IOException {
        Files.createDirectories(folder);
        take();
        Path written = Files.writeString(folder.resolve(fileName(name) + NEW), text + "\n");
        Files.move(
                written,
                folder.resolve(fileName(name)),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Two processes that count in one file would each forget what the other counted. */
    private void take() throws IOException {
        if (lock != null) {
            return;
        }
        FileChannel made = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (made.tryLock() != null) {
                lock = made;
                return;
            }
        } catch (OverlappingFileLockException e) {
            // Another part of this process has it.
        }
        made.close();
        throw new IOException(
                "variables in " + folder + " are in use by another program: give this one a variables.dir of its own");
    }

    @Override
    public void close() {
        FileChannel held = lock;
        lock = null;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                LOG.debug("the lock of {} was not closed", folder, e);
            }
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(fileName(name)));
    }

    /** As in a URL, and dots too: no name is a path, or that of a file which was set aside. */
    private static String fileName(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace(".", "%2E");
    }
}
