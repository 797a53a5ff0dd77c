package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.TimeUnit;
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
        return reads(channel);
    }

    private static boolean reads(EmbeddedChannel channel) {
        channel.runPendingTasks();
        return channel.config().isAutoRead();
    }

    @Test
    void manyPacketsPauseUntilFewAreLeft() {
        for (int i = 0; i < 100; i++) {
            pressure.taken(channel, publish(10));
        }
        assertThat(reads()).isTrue();
        pressure.taken(channel, publish(10));
        assertThat(reads()).isFalse();
        for (int left = 101; left > 20; left--) {
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
        for (int i = 0; i <= 100; i++) {
            pressure.taken(channel, publish(10));
        }
        pressure.hold(channel);
        for (int left = 101; left > 0; left--) {
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

    /** One who sends as fast as it is read. */
    private static final class Sender {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final Pressure pressure;

        private Sender(Pressure.Waiting all) {
            pressure = new Pressure(all);
            channel.freezeTime();
            sendsTooMuch();
        }

        private void sendsTooMuch() {
            for (int i = 0; i <= 100; i++) {
                pressure.taken(channel, publish(10));
            }
            assertThat(reads()).isFalse();
        }

        private void isHandled() {
            for (int i = 0; i <= 100; i++) {
                pressure.handled(publish(10));
            }
        }

        private void isSilent() {
            channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }

        private boolean reads() {
            return PressureTest.reads(channel);
        }
    }

    @Test
    void whoeverSendsTooMuchIsReadInTurns() {
        Pressure.Waiting all = new Pressure.Waiting(() -> Integer.MAX_VALUE, 1);
        Sender first = new Sender(all);
        Sender second = new Sender(all);
        Sender third = new Sender(all);
        first.isHandled();
        second.isHandled();
        third.isHandled();
        assertThat(first.reads()).isTrue();
        assertThat(second.reads() || third.reads()).isFalse();

        first.sendsTooMuch();
        assertThat(second.reads())
                .as("the first one's packets are being handled")
                .isFalse();
        first.isHandled();
        assertThat(first.reads()).isFalse();
        assertThat(second.reads()).isTrue();
        assertThat(third.reads()).isFalse();

        second.isSilent();
        assertThat(third.reads()).isTrue();
        assertThat(first.reads()).isFalse();

        third.sendsTooMuch();
        third.pressure.closed();
        assertThat(first.reads()).isTrue();
        first.isSilent();
        assertThat(first.reads() && second.reads())
                .as("who does not send too much needs no turn")
                .isTrue();
    }

    @Test
    void whoHasGoneWhileItWaitsKeepsNoTurn() {
        Pressure.Waiting all = new Pressure.Waiting(() -> Integer.MAX_VALUE, 1);
        Sender first = new Sender(all);
        Sender gone = new Sender(all);
        Sender last = new Sender(all);
        first.isHandled();
        gone.isHandled();
        last.isHandled();
        gone.pressure.closed();
        assertThat(first.reads()).isTrue();
        first.isSilent();
        assertThat(gone.reads()).isFalse();
        assertThat(last.reads()).isTrue();
    }

    @Test
    void whoSendsLittleWaitsForNobody() {
        Pressure.Waiting all = new Pressure.Waiting(() -> 200_000, 1);
        Sender first = new Sender(all);
        Sender second = new Sender(all);
        Pressure quiet = new Pressure(all);
        quiet.taken(channel, publish(10));
        assertThat(reads()).as("all of them together have sent too much").isFalse();
        first.isHandled();
        second.isHandled();
        assertThat(second.reads()).isFalse();
        quiet.handled(publish(10));
        assertThat(reads()).isTrue();
    }
}
