package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import org.junit.jupiter.api.Test;

class UnreadPongsTest {
    private final EmbeddedChannel channel = new EmbeddedChannel(new UnreadPongs());

    private void isRead(boolean read) {
        ChannelOutboundBuffer outgoing = channel.unsafe().outboundBuffer();
        outgoing.setUserDefinedWritability(1, read);
    }

    @Test
    void aPingIsAnsweredAsLongAsSomebodyReadsTheAnswers() {
        assertThat(channel.writeInbound(new PingWebSocketFrame())).isTrue();
        isRead(false);
        PingWebSocketFrame late = new PingWebSocketFrame(Unpooled.buffer().writeByte(1));
        channel.inboundMessages().clear();
        assertThat(channel.writeInbound(late)).isFalse();
        assertThat(late.refCnt()).isZero();
        assertThat(channel.writeInbound(new BinaryWebSocketFrame())).as("MQTT").isTrue();
        isRead(true);
        assertThat(channel.writeInbound(new PingWebSocketFrame())).isTrue();
    }
}
