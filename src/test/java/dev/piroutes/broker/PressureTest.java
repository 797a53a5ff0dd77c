package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.junit.jupiter.api.Test;

class PressureTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Pressure pressure = new Pressure();

    private static MqttMessage publish(int length) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_MOST_ONCE, false, length),
                new MqttPublishVariableHeader("t", 0),
                Unpooled.EMPTY_BUFFER);
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }

    @Test
    void manyPacketsPauseUntilFewAreLeft() {
        for (int i = 0; i < 1_000; i++) {
            pressure.taken(channel, publish(10));
        }
        assertThat(reads()).isTrue();
        pressure.taken(channel, publish(10));
        assertThat(reads()).isFalse();
        for (int left = 1_001; left > 200; left--) {
            pressure.handled(publish(10));
        }
        assertThat(reads()).isFalse();
        pressure.handled(publish(10));
        assertThat(reads()).isTrue();
    }

    @Test
    void largePacketsPauseSooner() {
        for (int i = 0; i < 5; i++) {
            pressure.taken(channel, publish(250_000));
        }
        assertThat(reads()).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(reads()).isFalse();
            pressure.handled(publish(250_000));
        }
        assertThat(reads()).isTrue();
    }

    @Test
    void pingsDoNotCount() {
        for (int i = 0; i < 5_000; i++) {
            pressure.taken(channel, MqttMessage.PINGREQ);
        }
        assertThat(reads()).isTrue();
    }

    @Test
    void heldStaysPausedUntilBothAgree() {
        for (int i = 0; i <= 1_000; i++) {
            pressure.taken(channel, publish(10));
        }
        pressure.hold(channel);
        for (int left = 1_001; left > 0; left--) {
            pressure.handled(publish(10));
        }
        assertThat(reads()).as("few are left, but it is held").isFalse();
        pressure.resume(channel);
        assertThat(reads()).isTrue();
    }
}
