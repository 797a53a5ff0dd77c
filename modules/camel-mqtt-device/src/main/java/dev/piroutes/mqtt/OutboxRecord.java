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
    /** A message with properties, which stand before the payload. */
    private static final byte[] MESSAGE_5 = {2, 'P', 'i', 'R', 'o', 'u', 't', '5'};

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
            byte[] properties = message.publication().properties().bytes();
            if (properties.length > 0) {
                out.writeInt(properties.length);
                out.write(properties);
            }
            out.write(message.payload());
            return marked(properties.length > 0 ? MESSAGE_5 : MESSAGE, bytes.toByteArray());
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
            return body(record, 1, sequence, false);
        }
        boolean properties = record.length >= MESSAGE_5.length && record[MESSAGE_5.length - 1] == '5';
        byte[] body = body(properties ? MESSAGE_5 : MESSAGE, record);
        return body == null ? null : body(body, Long.BYTES, sequence, properties);
    }

    private static @Nullable OutboxMessage body(byte[] bytes, int offset, long sequence, boolean withProperties) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset))) {
            long since = in.readLong();
            int qos = in.readByte();
            boolean retained = in.readBoolean();
            String topic = in.readUTF();
            MessageProperties properties =
                    withProperties ? MessageProperties.of(in.readNBytes(in.readInt())) : MessageProperties.NONE;
            return properties == null
                    ? null
                    : new OutboxMessage(
                            sequence, new Publication(topic, in.readAllBytes(), qos, retained, properties), since);
        } catch (IOException | IllegalArgumentException e) {
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
            byte[] mark = file.at(position) == NEXT[0] ? mark(file, position) : null;
            byte[] body = mark == null ? null : body(mark, record(file, position));
            if (body == null) {
                position++;
                continue;
            }
            long sequence = ByteBuffer.wrap(body).getLong();
            if (mark != NEXT) {
                OutboxMessage found = body(body, Long.BYTES, sequence, mark == MESSAGE_5);
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

    private static byte @Nullable [] mark(RawFile file, long position) {
        for (byte[] mark : new byte[][] {MESSAGE, MESSAGE_5, NEXT}) {
            if (file.has(mark, position)) {
                return mark;
            }
        }
        return null;
    }

    private static byte[] record(RawFile file, long position) {
        int length = ByteBuffer.wrap(file.bytes(position + MESSAGE.length, Integer.BYTES))
                .getInt();
        long end = position + HEADER + length;
        return length < 0 || end > file.size() ? new byte[0] : file.bytes(position, HEADER + length);
    }
}
