package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.TlsFailures;
import dev.piroutes.files.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.AttributeKey;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Watches a connection until it is an MQTT client's: that takes a limited time and a limited number of bytes, TLS and
 * WebSocket handshakes included. And it is where a failure of the connection ends, in at most one line.
 */
final class FrontDoor extends ChannelInboundHandlerAdapter {
    private static final AttributeKey<Boolean> ACCEPTED = AttributeKey.valueOf(FrontDoor.class, "accepted");
    /** Artemis's names for its handlers. */
    private static final String WEB_SOCKET = "websocket-handler";

    private static final String HTTP = "http-aggregator";
    /** Bytes of a frame from which on its length takes two bytes more, and eight. */
    private static final int SHORT = 126;

    private static final int MIDDLE = 0xffff;
    /** For the request that asks for a WebSocket, beside the first packet. */
    private static final int REQUEST_BYTES = 16 * 1024;

    private final Guards guards;
    private final Unfinished frame;
    private long bytes;
    /** What has come of a frame of a WebSocket that has not come to its end. */
    private long begun;

    private @Nullable Channel channel;
    private boolean http;
    private boolean webSocket;

    FrontDoor(Guards guards) {
        this.guards = guards;
        frame = new Unfinished(
                "a frame of a WebSocket",
                guards.limits,
                guards.unfinished,
                offence -> refuse(Objects.requireNonNull(channel), offence));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
    }

    /** The broker has accepted the client. */
    static void accepted(Channel channel) {
        channel.attr(ACCEPTED).set(true);
    }

    private static boolean isAccepted(Channel channel) {
        return Boolean.TRUE.equals(channel.attr(ACCEPTED).get());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        int seconds = guards.limits.get(Limit.CONNECT_TIMEOUT);
        var timer = ctx.executor().schedule(() -> tooLate(ctx.channel(), seconds), seconds, TimeUnit.SECONDS);
        ctx.channel().closeFuture().addListener(closed -> timer.cancel(false));
        ctx.fireChannelActive();
    }

    private void tooLate(Channel channel, int seconds) {
        if (!isAccepted(channel) && channel.isActive()) {
            refuse(
                    channel,
                    new Offence(
                            Offence.Kind.TOO_SLOW,
                            "not connected after " + seconds + " s" + Limit.CONNECT_TIMEOUT.place(),
                            Offence.PROTOCOL_ERROR));
        }
    }

    private void refuse(Channel channel, Offence offence) {
        String address = Peers.address(channel);
        guards.log.add(address, address, offence, "closed");
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object data) {
        if (webSocket) {
            begun += ((ByteBuf) data).readableBytes();
        }
        if (isAccepted(ctx.channel())) {
            ctx.fireChannelRead(data);
            return;
        }
        bytes += ((ByteBuf) data).readableBytes();
        if (bytes > REQUEST_BYTES + (long) guards.limits.get(Limit.MAX_PACKET_SIZE)) {
            ((ByteBuf) data).release();
            if (ctx.channel().isActive()) {
                refuse(
                        ctx.channel(),
                        Offence.tooLarge("more than " + bytes + " bytes before it was connected"
                                + Limit.MAX_PACKET_SIZE.place()));
            }
            return;
        }
        ctx.fireChannelRead(data);
        guardWebSocket(ctx.pipeline());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (webSocket) {
            frame.now(ctx, (int) begun);
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        frame.closed();
        ctx.fireChannelInactive();
    }

    /** Artemis reports a request that does not come to its end, and a bad frame, and has its own idea of a first packet. */
    private void guardWebSocket(ChannelPipeline pipeline) {
        if (!http && pipeline.get(HTTP) != null) {
            http = true;
            pipeline.addAfter(HTTP, "piroutes-request-errors", new Failures());
        }
        if (!webSocket && pipeline.get(WEB_SOCKET) != null) {
            webSocket = true;
            pipeline.addBefore(WEB_SOCKET, "piroutes-frame-errors", new Frames());
            pipeline.addBefore(WEB_SOCKET, "piroutes-unread-pongs", new UnreadPongs());
            pipeline.addAfter(WEB_SOCKET, "piroutes-first-bytes", new FirstBytes(this, false));
        }
    }

    void notMqtt(Channel channel) {
        refuse(channel, Offence.protocol("the first bytes are not a CONNECT"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(ctx.channel(), cause);
    }

    private void failed(Channel channel, Throwable failure) {
        Throwable cause = failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SSLException) {
            refuse(channel, new Offence(Offence.Kind.TLS, TlsFailures.inWords(cause), Offence.PROTOCOL_ERROR));
        } else if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
            // The client's network: nothing that anybody could put right here.
            channel.close();
        } else {
            refuse(channel, Offence.malformed(NameRules.show(Reason.of(cause))));
        }
    }

    private class Failures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            failed(ctx.channel(), cause);
        }
    }

    /** Of a WebSocket: MQTT is in binary frames alone (MQTT-6.0.0-1). */
    private final class Frames extends Failures {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof WebSocketFrame whole) {
                frame.ended();
                // A client may have sent some before it knew that it may.
                begun = Math.max(0, begun - lengthOf(whole));
            }
            if (message instanceof TextWebSocketFrame text) {
                text.release();
                if (ctx.channel().isActive()) {
                    refuse(ctx.channel(), Offence.protocol("a text frame on a WebSocket, where MQTT has binary ones"));
                }
            } else {
                ctx.fireChannelRead(message);
            }
        }

        /** As a client sends it, with a mask; Netty's decoder takes no length in more bytes than it needs. */
        private static int lengthOf(WebSocketFrame frame) {
            int payload = frame.content().readableBytes();
            int length = payload < SHORT ? 0 : payload <= MIDDLE ? Short.BYTES : Long.BYTES;
            return 2 + length + Integer.BYTES + payload;
        }
    }

    /** What stands in the pipeline of a connection that has just been accepted, before Artemis's own handlers. */
    void addTo(ChannelPipeline pipeline) {
        pipeline.addLast("piroutes-front-door", this);
        pipeline.addLast("piroutes-first", new FirstBytes(this, true));
    }
}
