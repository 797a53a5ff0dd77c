package dev.piroutes.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file that may be damaged, in whatever order they are wanted. What the disk cannot read is zeros. Reads a
 * window at a time, so that a file may be larger than the memory. Not thread-safe.
 */
public final class RawFile implements AutoCloseable {
    private static final int WINDOW = 64 * 1024;
    /** What a disk fails to read as a whole. */
    private static final int SECTOR = 4096;

    private final FileChannel channel;
    private final long size;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private long start = -1;

    /** @throws IOException if it cannot be opened at all */
    public RawFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a folder");
        }
        channel = FileChannel.open(file, StandardOpenOption.READ);
        size = channel.size();
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** The byte at a position before {@link #size}. */
    public byte at(long position) {
        long wanted = position - position % WINDOW;
        if (wanted != start) {
            window.clear();
            fill(window, wanted);
            start = wanted;
        }
        return window.get((int) (position - start));
    }

    /** All of them, or as many as there can be in an array. */
    public byte[] bytes() {
        return bytes(0, (int) Math.min(size, Integer.MAX_VALUE - 8));
    }

    /** So many bytes from a position; those beyond the end are zeros. */
    public byte[] bytes(long position, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        fill(bytes, position);
        return bytes.array();
    }

    /** Whether these bytes are at a position. */
    public boolean has(byte[] bytes, long position) {
        if (position + bytes.length > size) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (at(position + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void fill(ByteBuffer into, long from) {
        int capacity = into.capacity();
        while (into.hasRemaining() && from + into.position() < size) {
            int before = into.position();
            try {
                if (channel.read(into, from + before) < 0) {
                    break;
                }
            } catch (IOException e) {
                into.position(Math.min(capacity, before + SECTOR));
                zero(into.array(), before, into.position());
            }
        }
        zero(into.array(), into.position(), capacity);
        into.rewind();
    }

    private static void zero(byte[] array, int from, int to) {
        java.util.Arrays.fill(array, from, to, (byte) 0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
