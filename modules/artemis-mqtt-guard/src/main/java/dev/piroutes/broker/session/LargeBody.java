package dev.piroutes.broker.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/**
 * Keeps the body of a large message in a file of its own (Artemis's large messages), so that it takes no memory until
 * somebody wants it.
 */
public final class LargeBody {
    /** Bytes: from here on a file is worth its while. */
    static final int LARGE = 16 * 1024;

    /** Of the body, to know it again. */
    private static final SimpleString CHECKSUM = SimpleString.of("piroutes.crc32c");

    /** Of a file and of the properties of its message. */
    static final int HEAD = 512;

    private LargeBody() {}

    /** What a body of so many bytes takes of the heap. */
    public static int inMemory(int body) {
        return body < LARGE ? body : HEAD;
    }

    /** A copy to be kept, with its body on disk if it is large. */
    static Message keep(Message message, StorageManager storage) throws Exception {
        return isLargeInMemory(message) ? onDisk(message, storage) : message.copy(storage.generateID());
    }

    /** Whether the body is large, and not on disk. */
    public static boolean isLargeInMemory(Message message) {
        return !message.isLargeMessage() && message.toCore().getBodyBufferSize() >= LARGE;
    }

    /** The same message under another id, with its body on disk. */
    public static Message onDisk(Message message, StorageManager storage) throws Exception {
        ICoreMessage core = message.toCore();
        LargeServerMessage large = storage.createCoreLargeMessage(storage.generateID(), core);
        ByteBuf body = core.getReadOnlyBodyBuffer().byteBuf();
        large.addBytes(new ChannelBufferWrapper(Unpooled.wrappedBuffer(body.nioBuffer())));
        large.releaseResources(true, true);
        Message kept = large.toMessage();
        kept.putLongProperty(Message.HDR_LARGE_BODY_SIZE, core.getBodyBufferSize());
        kept.putLongProperty(CHECKSUM, checksum(body.nioBuffer()));
        return kept;
    }

    private static long checksum(ByteBuffer body) {
        CRC32C checksum = new CRC32C();
        checksum.update(body);
        return checksum.getValue();
    }

    /** Whether this is the body that was written, as far as that is known. @param large a message with its body on disk */
    public static boolean isWhole(Message large, ByteBuffer body) {
        Long size = large.getLongProperty(Message.HDR_LARGE_BODY_SIZE);
        return (size == null || size == body.remaining())
                && (!large.containsProperty(CHECKSUM) || large.getLongProperty(CHECKSUM) == checksum(body.duplicate()));
    }

    /**
     * A copy to be delivered, as it came.
     *
     * @throws IOException if its body on disk is damaged
     */
    static Message read(Message kept, StorageManager storage) throws Exception {
        long id = storage.generateID();
        if (!kept.isLargeMessage()) {
            return kept.copy(id);
        }
        ICoreMessage large = kept.toCore();
        ActiveMQBuffer body = large.getReadOnlyBodyBuffer();
        if (!isWhole(kept, body.toByteBuffer())) {
            throw new IOException("its file " + kept.getMessageID() + ".msg is not as it was written");
        }
        CoreMessage copy = new CoreMessage(id, body.readableBytes() + HEAD);
        copy.moveHeadersAndProperties(large);
        copy.setMessageID(id);
        copy.removeProperty(Message.HDR_LARGE_BODY_SIZE);
        copy.removeProperty(CHECKSUM);
        copy.getBodyBuffer().writeBytes(body, body.readableBytes());
        return copy;
    }
}
