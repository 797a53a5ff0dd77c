package dev.piroutes.broker.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.buffers.impl.ChannelBufferWrapper;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/**
 * Keeps the body of a large message in a file of its own (Artemis's large messages), so that it takes no memory until
 * somebody wants it.
 */
final class LargeBody {
    /** Bytes: from here on a file is worth its while. */
    static final int LARGE = 16 * 1024;

    /** Of a file and of the properties of its message. */
    private static final int HEAD = 512;

    private LargeBody() {}

    /** What a body of so many bytes takes of the heap. */
    static int inMemory(int body) {
        return body < LARGE ? body : HEAD;
    }

    /** A copy to be kept, with its body on disk if it is large. */
    static Message keep(Message message, StorageManager storage) throws Exception {
        ICoreMessage core = message.toCore();
        if (message.isLargeMessage() || core.getBodyBufferSize() < LARGE) {
            return message.copy(storage.generateID());
        }
        LargeServerMessage large = storage.createCoreLargeMessage(storage.generateID(), core);
        ByteBuf body = core.getReadOnlyBodyBuffer().byteBuf();
        large.addBytes(new ChannelBufferWrapper(Unpooled.wrappedBuffer(body.nioBuffer())));
        large.releaseResources(true, true);
        Message kept = large.toMessage();
        kept.putLongProperty(Message.HDR_LARGE_BODY_SIZE, core.getBodyBufferSize());
        return kept;
    }

    /** A copy to be delivered, as it came. */
    static Message read(Message kept, StorageManager storage) throws Exception {
        long id = storage.generateID();
        if (!kept.isLargeMessage()) {
            return kept.copy(id);
        }
        ICoreMessage large = kept.toCore();
        ActiveMQBuffer body = large.getReadOnlyBodyBuffer();
        CoreMessage copy = new CoreMessage(id, body.readableBytes() + HEAD);
        copy.moveHeadersAndProperties(large);
        copy.setMessageID(id);
        copy.removeProperty(Message.HDR_LARGE_BODY_SIZE);
        copy.getBodyBuffer().writeBytes(body, body.readableBytes());
        return copy;
    }
}
