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
    private final Pressure pressure = new Pressure(new Pressure.Waiting(() -> Integer.MAX_VALUE));

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

    @Test
    void manyConnectionsShareWhatMayWait() {
        Pressure.Waiting all = new Pressure.Waiting(() -> 15_000);
        EmbeddedChannel busy = new EmbeddedChannel();
        Pressure first = new Pressure(all);
        Pressure second = new Pressure(all);
        for (int i = 0; i < 9; i++) {
            first.taken(busy, publish(500));
        }
        second.taken(channel, publish(500));
        assertThat(reads()).isTrue();
        second.taken(channel, publish(500));
        assertThat(reads()).isFalse();
        // It is read again when nothing of its own waits, even if the others leave no room.
        first.taken(busy, publish(500));
        first.taken(busy, publish(500));
        second.handled(publish(500));
        assertThat(reads()).isFalse();
        second.handled(publish(500));
        assertThat(reads()).isTrue();
    }

    @Test
    void whatAConnectionLeavesBehindDoesNotCount() {
        Pressure.Waiting all = new Pressure.Waiting(() -> 15_000);
        Pressure gone = new Pressure(all);
        for (int i = 0; i < 20; i++) {
            gone.taken(new EmbeddedChannel(), publish(500));
        }
        gone.closed();
        gone.handled(publish(500));
        Pressure next = new Pressure(all);
        for (int i = 0; i < 9; i++) {
            next.taken(channel, publish(500));
        }
        assertThat(reads()).isTrue();
    }

    @Test
    void nobodyReadsOnWhileSomebodyElseHolds() {
        pressure.hold(channel);
        pressure.pause(channel, true);
        pressure.resume(channel);
        assertThat(reads()).isFalse();
        pressure.pause(channel, false);
        assertThat(reads()).isTrue();
    }
}
