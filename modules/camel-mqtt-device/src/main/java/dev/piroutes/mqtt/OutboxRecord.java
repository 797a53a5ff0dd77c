package dev.piroutes.mqtt;

import dev.piroutes.files.RawFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * How the outbox's file has a message: a mark, the length, a checksum, and the message with its sequence number. So it can be
 * found, and known to be whole, in a file of which nothing else can be read.
 */
final class OutboxRecord {
    private static final byte FORMAT_1 = 1;
    private static final byte[] MESSAGE = {2, 'P', 'i', 'R', 'o', 'u', 't', 'M'};
    private static final byte[] NEXT = {2, 'P', 'i', 'R', 'o', 'u', 't', 'N'};
    private static final int HEADER = MESSAGE.length + 2 * Integer.BYTES;

    private OutboxRecord() {}

    static byte[] of(OutboxMessage message) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.payload().length + 64);
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(message.sequence());
            out.writeLong(message.since());
            out.writeByte(message.qos());
            out.writeBoolean(message.retained());
            out.writeUTF(message.topic());
            out.write(message.payload());
            return marked(MESSAGE, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says that all messages before this sequence number have been acknowledged. */
    static byte[] next(long sequence) {
        return marked(NEXT, ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
    }

    private static byte[] marked(byte[] mark, byte[] body) {
        return ByteBuffer.allocate(HEADER + body.length)
                .put(mark)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .array();
    }

    private static int checksum(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** The message, or {@code null} if the record is damaged. */
    static @Nullable OutboxMessage message(long sequence, byte[] record) {
        if (record.length > 0 && record[0] == FORMAT_1) {
            return body(record, 1, sequence);
        }
        byte[] body = body(MESSAGE, record);
        return body == null ? null : body(body, Long.BYTES, sequence);
    }

    private static @Nullable OutboxMessage body(byte[] bytes, int offset, long sequence) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset))) {
            long since = in.readLong();
            int qos = in.readByte();
            boolean retained = in.readBoolean();
            return new OutboxMessage(sequence, in.readUTF(), in.readAllBytes(), qos, retained, since);
        } catch (IOException e) {
            return null;
        }
    }

    /** What {@link #next} said, or 0 if there is none, or it is damaged. */
    static long next(byte @Nullable [] record) {
        byte[] body = record == null ? null : body(NEXT, record);
        return body == null ? 0 : ByteBuffer.wrap(body).getLong();
    }

    private static byte @Nullable [] body(byte[] mark, byte[] record) {
        if (record.length < HEADER || !Arrays.equals(mark, 0, mark.length, record, 0, mark.length)) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(record).position(mark.length);
        int length = in.getInt();
        int checksum = in.getInt();
        if (length != in.remaining()) {
            return null;
        }
        byte[] body = new byte[length];
        in.get(body);
        return checksum(body) == checksum ? body : null;
    }

    /** What was found in a file by its marks. @param next all messages before it have been acknowledged */
    record Found(NavigableMap<Long, OutboxMessage> messages, long next) {}

    /** Finds all that is whole, wherever in the file it is. What has been acknowledged is left out as far as that is known. */
    static Found findAll(RawFile file) {
        NavigableMap<Long, OutboxMessage> messages = new TreeMap<>();
        long next = 0;
        long position = 0;
        while (position + HEADER <= file.size()) {
            boolean message = file.at(position) == MESSAGE[0] && file.has(MESSAGE, position);
            byte[] mark = message ? MESSAGE : NEXT;
            byte[] body = message || file.at(position) == NEXT[0] && file.has(NEXT, position)
                    ? body(mark, record(file, position))
                    : null;
            if (body == null) {
                position++;
                continue;
            }
            long sequence = ByteBuffer.wrap(body).getLong();
            if (message) {
                OutboxMessage found = body(body, Long.BYTES, sequence);
                if (found != null) {
                    messages.put(sequence, found);
                }
            } else {
                next = Math.max(next, sequence);
            }
            position += HEADER + body.length;
        }
        return new Found(new TreeMap<>(messages.tailMap(next, true)), next);
    }

    private static byte[] record(RawFile file, long position) {
        int length = ByteBuffer.wrap(file.bytes(position + MESSAGE.length, Integer.BYTES))
                .getInt();
        long end = position + HEADER + length;
        return length < 0 || end > file.size() ? new byte[0] : file.bytes(position, HEADER + length);
    }
}
