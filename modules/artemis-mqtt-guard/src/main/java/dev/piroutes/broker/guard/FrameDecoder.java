package dev.piroutes.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what comes on one connection into packets for Artemis's decoder, which takes whatever length a packet claims. One
 * that is too large is refused when its length has come, one that is malformed when all of it has, one that does not come to
 * an end after a while.
 */
final class FrameDecoder extends ByteToMessageDecoder {
    private static final int MAX_HEADER = 5;

    /** Who is told what the bytes are. */
    interface Findings {
        /** They are not to be: nothing more is read. Called on the event loop, after the packets before them. */
        void offence(Offence offence);

        /** The client is a bridge of Mosquitto's. */
        void bridge();
    }

    private final Limits limits;
    private final Findings findings;
    private final Unfinished unfinished;
    private boolean over;
    private boolean connected;
    private boolean mqtt5;
    /** @param allUnfinished bytes of unfinished packets on all connections */
    FrameDecoder(Limits limits, AtomicLong allUnfinished, Findings findings) {
        this.limits = limits;
        this.findings = findings;
        unfinished = new Unfinished("a packet", limits, allUnfinished, this::stop);
        setCumulator(FrameDecoder::cumulate);
    }

    /**
     * First without what has been read. Netty makes that room only at the end of a read, and then not while a packet of it
     * is still being handled: of a connection that is read from again whenever a packet has been handled, it kept all that
     * ever came.
     */
    private static ByteBuf cumulate(ByteBufAllocator allocator, ByteBuf cumulation, ByteBuf in) {
        if (cumulation.refCnt() == 1) {
            cumulation.discardSomeReadBytes();
        }
        return MERGE_CUMULATOR.cumulate(allocator, cumulation, in);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            int whole = wholeLength(in);
            if (whole < 0 || in.readableBytes() < whole) {
                return;
            }
            check(in, whole);
            unfinished.ended();
            out.add(in.readRetainedSlice(whole));
        } catch (Malformed e) {
            in.skipBytes(in.readableBytes());
            stop(e.offence());
        }
    }

    /** The length of the packet that begins the buffer; negative as long as not all of its length has come. */
    private int wholeLength(ByteBuf in) throws Malformed {
        int start = in.readerIndex();
        int header = in.getUnsignedByte(start);
        PacketSyntax.checkHeader(header);
        if (connected == (header >> 4 == PacketSyntax.CONNECT)) {
            throw new Malformed(Offence.protocol(connected ? "a second CONNECT" : "the first packet is not a CONNECT"));
        }
        int rest = 0;
        for (int i = 1; i < MAX_HEADER; i++) {
            if (in.readableBytes() <= i) {
                return -1;
            }
            int b = in.getUnsignedByte(start + i);
            rest |= (b & 0x7f) << 7 * (i - 1);
            if ((b & 0x80) == 0) {
                return checkSize(1 + i + rest);
            }
        }
        throw new Malformed("a length of more than four bytes");
    }

    private int checkSize(int whole) throws Malformed {
        Offence offence = tooLarge(limits, whole);
        if (offence != null) {
            throw new Malformed(offence);
        }
        return whole;
    }

    static @Nullable Offence tooLarge(Limits limits, long bytes) {
        return bytes <= limits.get(Limit.MAX_PACKET_SIZE)
                ? null
                : Offence.tooLarge("a packet of " + bytes + " bytes, more than " + Limit.MAX_PACKET_SIZE.of(limits));
    }

    private void check(ByteBuf in, int whole) throws Malformed {
        int start = in.readerIndex();
        int lengthBytes = 1;
        while ((in.getByte(start + lengthBytes) & 0x80) != 0) {
            lengthBytes++;
        }
        int fields = start + 1 + lengthBytes;
        PacketReader body = new PacketReader(in, fields, start + whole);
        if (connected) {
            PacketSyntax.check(in.getUnsignedByte(start), body, mqtt5, limits);
        } else {
            int level = PacketSyntax.checkConnect(body);
            connected = true;
            mqtt5 = (level & ~PacketSyntax.BRIDGE) == PacketSyntax.MQTT_5;
            if ((level & PacketSyntax.BRIDGE) != 0) {
                // Behind the protocol's name; Netty's decoder knows no bridges.
                in.setByte(fields + 2 + in.getUnsignedShort(fields), level & ~PacketSyntax.BRIDGE);
                findings.bridge();
            }
        }
        if (mqtt5 && lengthBytes > 1 && in.getByte(start + lengthBytes) == 0) {
            throw new Malformed(PacketReader.TOO_LONG);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
        unfinished.now(ctx, over ? 0 : actualReadableBytes());
        super.channelReadComplete(ctx);
    }

    private void stop(Offence offence) {
        over = true;
        findings.offence(offence);
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext ctx) {
        unfinished.closed();
    }
}
