package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BackpressureTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Backpressure backpressure = new Backpressure(new Backpressure.Waiting(() -> Integer.MAX_VALUE));

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
            backpressure.taken(channel, publish(10));
        }
        assertThat(reads()).isTrue();
        backpressure.taken(channel, publish(10));
        assertThat(reads()).isFalse();
        for (int left = 101; left > 20; left--) {
            backpressure.handled(publish(10));
        }
        assertThat(reads()).isFalse();
        backpressure.handled(publish(10));
        assertThat(reads()).isTrue();
    }

    @Test
    void largePacketsPauseSooner() {
        for (int i = 0; i < 5; i++) {
            backpressure.taken(channel, publish(250_000));
        }
        assertThat(reads()).isFalse();
        for (int i = 0; i < 4; i++) {
            assertThat(reads()).isFalse();
            backpressure.handled(publish(250_000));
        }
        assertThat(reads()).isTrue();
    }

    @Test
    void pingsDoNotCount() {
        for (int i = 0; i < 5_000; i++) {
            backpressure.taken(channel, MqttMessage.PINGREQ);
        }
        assertThat(reads()).isTrue();
    }

    /** Each answer stays in memory until the client reads. */
    @Test
    void whoDoesNotReadTheAnswersIsAskedNoMore() {
        ChannelOutboundBuffer outgoing = channel.unsafe().outboundBuffer();
        outgoing.setUserDefinedWritability(1, false);
        for (int i = 0; i < 1_000; i++) {
            backpressure.taken(channel, publish(10));
            backpressure.handled(publish(10));
        }
        assertThat(reads()).as("nothing of that is answered").isTrue();
        for (int i = 0; i < 100; i++) {
            backpressure.taken(channel, MqttMessage.PINGREQ);
        }
        assertThat(reads()).isTrue();
        backpressure.taken(channel, MqttMessage.PINGREQ);
        assertThat(reads()).isFalse();
        outgoing.setUserDefinedWritability(1, true);
        backpressure.drained(channel);
        assertThat(reads()).isTrue();
        for (int i = 0; i < 1_000; i++) {
            backpressure.taken(channel, MqttMessage.PINGREQ);
        }
        assertThat(reads()).as("it reads them").isTrue();
    }

    @Test
    void heldStaysPausedUntilBothAgree() {
        for (int i = 0; i <= 100; i++) {
            backpressure.taken(channel, publish(10));
        }
        backpressure.hold(channel);
        for (int left = 101; left > 0; left--) {
            backpressure.handled(publish(10));
        }
        assertThat(reads()).as("few are left, but it is held").isFalse();
        backpressure.resume(channel);
        assertThat(reads()).isTrue();
    }

    @Test
    void manyConnectionsShareWhatMayWait() {
        Backpressure.Waiting all = new Backpressure.Waiting(() -> 15_000);
        EmbeddedChannel busy = new EmbeddedChannel();
        Backpressure first = new Backpressure(all);
        Backpressure second = new Backpressure(all);
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
        Backpressure.Waiting all = new Backpressure.Waiting(() -> 15_000);
        Backpressure gone = new Backpressure(all);
        for (int i = 0; i < 20; i++) {
            gone.taken(new EmbeddedChannel(), publish(500));
        }
        gone.closed();
        gone.handled(publish(500));
        Backpressure next = new Backpressure(all);
        for (int i = 0; i < 9; i++) {
            next.taken(channel, publish(500));
        }
        assertThat(reads()).isTrue();
    }

    @Test
    void nobodyReadsOnWhileSomebodyElseHolds() {
        backpressure.hold(channel);
        backpressure.pause(channel, true);
        backpressure.resume(channel);
        assertThat(reads()).isFalse();
        backpressure.pause(channel, false);
        assertThat(reads()).isTrue();
    }

    /** One who sends as fast as it is read. */
    private static final class Sender {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final Backpressure backpressure;

        private Sender(Backpressure.Waiting all) {
            backpressure = new Backpressure(all);
            channel.freezeTime();
            sendsTooMuch();
        }

        private void sendsTooMuch() {
            for (int i = 0; i <= 100; i++) {
                backpressure.taken(channel, publish(10));
            }
            assertThat(reads()).isFalse();
        }

        private void isHandled() {
            for (int i = 0; i <= 100; i++) {
                backpressure.handled(publish(10));
            }
        }

        private void isSilent() {
            channel.advanceTimeBy(2, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }

        private boolean reads() {
            return BackpressureTest.reads(channel);
        }
    }

    @Test
    void whoeverSendsTooMuchIsReadInTurns() {
        Backpressure.Waiting all = new Backpressure.Waiting(() -> Integer.MAX_VALUE, 1);
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
        third.backpressure.closed();
        assertThat(first.reads()).isTrue();
        first.isSilent();
        assertThat(first.reads() && second.reads())
                .as("who does not send too much needs no turn")
                .isTrue();
    }

    @Test
    void whoHasGoneWhileItWaitsKeepsNoTurn() {
        Backpressure.Waiting all = new Backpressure.Waiting(() -> Integer.MAX_VALUE, 1);
        Sender first = new Sender(all);
        Sender gone = new Sender(all);
        Sender last = new Sender(all);
        first.isHandled();
        gone.isHandled();
        last.isHandled();
        gone.backpressure.closed();
        assertThat(first.reads()).isTrue();
        first.isSilent();
        assertThat(gone.reads()).isFalse();
        assertThat(last.reads()).isTrue();
    }

    @Test
    void whoSendsLittleWaitsForNobody() {
        Backpressure.Waiting all = new Backpressure.Waiting(() -> 200_000, 1);
        Sender first = new Sender(all);
        Sender second = new Sender(all);
        Backpressure quiet = new Backpressure(all);
        quiet.taken(channel, publish(10));
        assertThat(reads()).as("all of them together have sent too much").isFalse();
        first.isHandled();
        second.isHandled();
        assertThat(second.reads()).isFalse();
        quiet.handled(publish(10));
        assertThat(reads()).isTrue();
    }
}
