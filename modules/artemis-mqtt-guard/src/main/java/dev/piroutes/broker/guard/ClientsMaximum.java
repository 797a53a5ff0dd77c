package dev.piroutes.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Sends a client no answer that is larger than what it takes (MQTT-3.1.2-24): the connection ends instead. Messages are not its
 * business: Artemis leaves out those that are too large. Sits where packets are bytes.
 */
final class ClientsMaximum extends ChannelOutboundHandlerAdapter {
    private final Guard guard;

    ClientsMaximum(Guard guard) {
        this.guard = guard;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof ByteBuf bytes && !mayBeSent(bytes)) {
            int size = bytes.readableBytes();
            int type = type(bytes);
            bytes.release();
            promise.trySuccess();
            guard.answerTooLarge(type, size);
        } else {
            ctx.write(packet, promise);
        }
    }

    private boolean mayBeSent(ByteBuf bytes) {
        return bytes.readableBytes() <= guard.clientsMaximum() || type(bytes) == PacketSyntax.PUBLISH;
    }

    private static int type(ByteBuf bytes) {
        return bytes.getUnsignedByte(bytes.readerIndex()) >> 4;
    }
}
