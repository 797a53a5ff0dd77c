package dev.piroutes.verify;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.TooLongFrameException;
import java.util.List;

/** Cuts a stream of bytes into MQTT packets, and leaves them as they are. */
final class MqttFrameDecoder extends ByteToMessageDecoder {

    /** The remaining length has four bytes at most. */
    private static final int LONGEST_HEAD = 5;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int length = 0;
        int start = in.readerIndex();
        for (int i = 1; i < LONGEST_HEAD; i++) {
            if (in.readableBytes() <= i) {
                return;
            }
            int digit = in.getUnsignedByte(start + i);
            length |= (digit & 0x7f) << (7 * (i - 1));
            if ((digit & 0x80) == 0) {
                int whole = 1 + i + length;
                if (whole > PacketCodec.LARGEST) {
                    throw new TooLongFrameException("a packet of " + whole + " bytes");
                }
                if (in.readableBytes() >= whole) {
                    out.add(in.readRetainedSlice(whole));
                }
                return;
            }
        }
        throw new TooLongFrameException("no MQTT");
    }
}
