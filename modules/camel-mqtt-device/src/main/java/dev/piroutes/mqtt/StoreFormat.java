package dev.piroutes.mqtt;

import dev.piroutes.files.FileLocks;
import dev.piroutes.files.RawFile;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an MVStore file must look like, and that nobody else has it: H2 goes back to an older state of one whose end is missing, and says nothing. */
final class StoreFormat {

    private static final Logger LOG = LoggerFactory.getLogger(StoreFormat.class);
    private static final int BLOCK = 4096;
    private static final Pattern CHUNK_LENGTH = Pattern.compile("^chunk:[^\n]*,len:([0-9a-f]{1,8}),");
    private static final Pattern LAST_BLOCK = Pattern.compile("^H:2,[^\n]*block:([0-9a-f]{1,8}),");

    private StoreFormat() {}

    /** @throws DamagedStore if it is empty, its end is missing, or it cannot be read */
    static void requireWhole(Path file) {
        try (RawFile raw = new RawFile(file)) {
            if (raw.size() == 0) {
                throw new DamagedStore("it is empty");
            }
            boolean cut = raw.size() % BLOCK != 0 || number(LAST_BLOCK, raw, 0) * BLOCK >= raw.size();
            for (long block = 0; block < raw.size() && !cut; block += BLOCK) {
                cut = block + number(CHUNK_LENGTH, raw, block) * BLOCK > raw.size();
            }
            if (cut) {
                throw new DamagedStore("its end is missing");
            }
        } catch (IOException e) {
            throw new DamagedStore("it cannot be read: " + Reason.of(e));
        }
    }

    /** @throws UncheckedIOException if another process has the file; a file that is not there nobody has */
    static void requireFree(Path file) {
        try {
            if (Files.isRegularFile(file) && FileLocks.isTaken(file)) {
                throw inUse(file, null);
            }
        } catch (IOException e) {
            LOG.debug("whether {} is in use cannot be told", file, e);
        }
    }

    static UncheckedIOException inUse(Path file, @Nullable Exception cause) {
        return new UncheckedIOException(
                new IOException("outbox " + file + ": another process uses it: is this device running twice?", cause));
    }

    private static long number(Pattern pattern, RawFile raw, long position) {
        if (raw.at(position) != 'H' && raw.at(position) != 'c') {
            return 0;
        }
        Matcher header = pattern.matcher(new String(raw.bytes(position, 512), StandardCharsets.ISO_8859_1));
        return header.find() ? Long.parseLong(header.group(1), 16) : 0;
    }
}
