package dev.piroutes.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Lets a connection through to Artemis if its first bytes are the beginning of a CONNECT, or of the request for a
 * WebSocket. Artemis would keep any other open, and log each packet of it.
 */
final class FirstBytes extends ByteToMessageDecoder {
    /** What Artemis looks at. */
    private static final int ENOUGH = 8;

    private static final byte[] GET = "GET ".getBytes(StandardCharsets.US_ASCII);

    private final FrontDoor door;
    private final boolean http;

    FirstBytes(FrontDoor door, boolean http) {
        this.door = door;
        this.http = http;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!isConnect(in) && !(http && isGet(in))) {
            in.skipBytes(in.readableBytes());
            if (ctx.channel().isActive()) {
                door.notMqtt(ctx.channel());
            }
        } else if (in.readableBytes() >= ENOUGH) {
            // Passes on what has come.
            ctx.pipeline().remove(this);
        }
    }

    private static boolean isGet(ByteBuf in) {
        for (int i = 0; i < GET.length && i < in.readableBytes(); i++) {
            if (in.getByte(in.readerIndex() + i) != GET[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether the bytes, as far as they have come, are type, length and the beginning of the protocol's name. */
    private static boolean isConnect(ByteBuf in) {
        int at = in.readerIndex();
        if (in.getByte(at++) != PacketSyntax.CONNECT << 4) {
            return false;
        }
        int lengthEnd = at + 4;
        while (at < in.writerIndex() && (in.getByte(at) & 0x80) != 0) {
            at++;
            if (at == lengthEnd) {
                return false;
            }
        }
        at++;
        return at >= in.writerIndex() || in.getByte(at) == 0 && isName(in, at + 1);
    }

    private static boolean isName(ByteBuf in, int at) {
        return at >= in.writerIndex()
                || (in.getByte(at) == 4 || in.getByte(at) == 6)
                        && (at + 1 >= in.writerIndex() || in.getByte(at + 1) == 'M')
                        && (at + 2 >= in.writerIndex() || in.getByte(at + 2) == 'Q');
    }
}
