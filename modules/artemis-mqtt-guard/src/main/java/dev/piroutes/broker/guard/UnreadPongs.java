package dev.piroutes.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;

/**
 * Leaves out a WebSocket's pings while its client does not read what it is sent: each answer would stay in memory until then.
 * The answer to a later one will do (RFC 6455, 5.5.3).
 */
final class UnreadPongs extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof PingWebSocketFrame ping && !ctx.channel().isWritable()) {
            ping.release();
        } else {
            ctx.fireChannelRead(message);
        }
    }
}
