package dev.piroutes.broker.repair;

import dev.piroutes.files.RawFile;
import dev.piroutes.files.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.paging.impl.PagedMessageImpl;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.nullpm.NullStorageManager;
import org.jspecify.annotations.Nullable;

/**
 * A file of queued messages that did not fit into memory: <code>{</code>, length, message, <code>}</code>, one after another.
 * Which of them have been acknowledged is in the journal, by their place in the file. So what is lost is replaced by as many
 * messages to nobody as may have been there: then no place is too low, and nothing that waits is taken for acknowledged.
 */
final class PageFile {
    private static final byte START = '{';
    private static final byte END = '}';
    private static final int AROUND = 1 + Integer.BYTES + 1;
    /** Makes messages whose body is in a file of its own. */
    private static final StorageManager STORAGE = new NullStorageManager();

    /** A part of the file: a message, or a hole before it. */
    private record Part(int at, int length, boolean message) {}

    private final ByteBuffer bytes;
    private final List<Part> parts = new ArrayList<>();
    private final LargeFiles large;
    private final @Nullable String damage;

    private PageFile(ByteBuffer bytes, LargeFiles large, @Nullable String unreadable, boolean newest) {
        this.large = large;
        this.bytes = bytes;
        int at = 0;
        int end = 0;
        boolean hole = false;
        while (at < bytes.limit()) {
            int length = messageAt(at);
            if (length == 0) {
                at++;
                continue;
            }
            if (at > end) {
                hole = true;
                parts.add(new Part(end, at - end, false));
            }
            parts.add(new Part(at, length, true));
            at += length;
            end = at;
        }
        boolean tail = end < bytes.limit();
        if (tail) {
            parts.add(new Part(end, bytes.limit() - end, false));
        }
        boolean damaged = hole || tail || isEmpty() && !newest;
        damage = unreadable != null
                ? unreadable
                : !damaged ? null : hole ? "something in it is not as it was written" : "its end is missing";
    }

    /** @param newest whether it is the last of its folder: that is empty if it was begun just before the broker was killed */
    static PageFile read(Path path, boolean newest, LargeFiles large) {
        try (RawFile raw = new RawFile(path)) {
            return new PageFile(ByteBuffer.wrap(raw.bytes()), large, null, newest);
        } catch (IOException e) {
            return new PageFile(ByteBuffer.allocate(0), large, "it cannot be read: " + Reason.of(e), newest);
        }
    }

    @Nullable
    String damage() {
        return damage;
    }

    boolean isEmpty() {
        return bytes.limit() == 0;
    }

    int messages() {
        return (int) parts.stream().filter(Part::message).count();
    }

    /** The address of its first message, or {@code null} if there is none. */
    @Nullable
    String address() {
        return parts.stream()
                .filter(Part::message)
                .map(part -> decode(part.at))
                .filter(message -> message.getQueueIDs().length > 0)
                .findFirst()
                .map(message -> message.getMessage().getAddress())
                .orElse(null);
    }

    /** Writes what is whole of it into another file, each message not below its place. */
    void salvage(Path into) throws IOException {
        byte[] nobodys = nobodys();
        int least = parts.stream()
                .filter(Part::message)
                .mapToInt(Part::length)
                .min()
                .orElse(nobodys.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.limit() + nobodys.length);
        for (Part part : parts) {
            if (part.message) {
                out.write(bytes.array(), part.at, part.length);
            } else {
                for (int lost = 0; lost < part.length; lost += least) {
                    out.write(nobodys);
                }
            }
        }
        if (out.size() == 0) {
            // Artemis wants a page for each number.
            out.write(nobodys);
        }
        Files.write(into, out.toByteArray());
        SyncedFile.sync(into);
    }

    private int messageAt(int at) {
        if (bytes.get(at) != START || at + AROUND > bytes.limit()) {
            return 0;
        }
        int length = bytes.getInt(at + 1);
        if (length <= 0 || length > bytes.limit() - at - AROUND || bytes.get(at + 1 + Integer.BYTES + length) != END) {
            return 0;
        }
        try {
            Message message = decode(at).getMessage();
            return message.isLargeMessage() && !large.isWhole(message) ? 0 : length + AROUND;
        } catch (RuntimeException e) {
            return 0;
        }
    }

    private PagedMessageImpl decode(int at) {
        int length = bytes.getInt(at + 1);
        PagedMessageImpl message = new PagedMessageImpl(length, STORAGE);
        message.decode(ActiveMQBuffers.wrappedBuffer(
                java.util.Arrays.copyOfRange(bytes.array(), at + 1 + Integer.BYTES, at + 1 + Integer.BYTES + length)));
        if (!message.getMessage().isLargeMessage()) {
            Content.read(message.getMessage());
        }
        return message;
    }

    private static byte[] nobodys() {
        CoreMessage message = new CoreMessage(1, 8);
        message.setAddress("lost");
        PagedMessageImpl paged = new PagedMessageImpl(message, new long[0]);
        ActiveMQBuffer buffer = ActiveMQBuffers.dynamicBuffer(128);
        int length = paged.getEncodeSize();
        buffer.writeByte(START);
        buffer.writeInt(length);
        paged.encode(buffer);
        buffer.writeByte(END);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }
}
