package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NewTopicsTest {
    private final Set<String> noRoom = new HashSet<>();
    private final Reading reading = new Reading();
    private final EmbeddedChannel channel = new EmbeddedChannel(new NewTopics(noRoom::contains, reading));

    private static final class Reading implements Guards.Session {
        private boolean held;

        @Override
        public int subscriptions() {
            return 0;
        }

        @Override
        public int unreleasedBeside(int packetId) {
            return 0;
        }

        @Override
        public boolean isSubscribed(String filter) {
            return false;
        }

        @Override
        public void hold() {
            held = true;
        }

        @Override
        public void resume() {
            held = false;
        }
    }

    private static MqttPublishMessage publish(String topic) {
        return MqttMessageBuilders.publish()
                .topicName(topic)
                .qos(MqttQoS.AT_MOST_ONCE)
                .payload(Unpooled.EMPTY_BUFFER)
                .build();
    }

    private void send(String... topics) {
        for (String topic : topics) {
            channel.writeInbound(publish(topic));
        }
    }

    private String next() {
        MqttMessage packet = channel.readInbound();
        return packet instanceof MqttPublishMessage publish
                ? publish.variableHeader().topicName()
                : packet == null
                        ? "nothing"
                        : packet.fixedHeader().messageType().name();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whatComesBehindANewTopicWaitsInItsOrder() {
        noRoom.add("new");
        send("old", "new", "old");
        assertThat(next()).isEqualTo("old");
        assertThat(next()).isEqualTo("nothing");
        assertThat(reading.held).isTrue();
        pass(150);
        assertThat(next()).isEqualTo("nothing");
        noRoom.clear();
        pass(150);
        assertThat(next()).isEqualTo("new");
        assertThat(next()).isEqualTo("old");
        assertThat(reading.held).isFalse();
    }

    @Test
    void whoGoesLeavesWhatHeHasSent() {
        noRoom.add("new");
        send("new");
        channel.writeInbound(MqttMessageBuilders.disconnect().build());
        channel.close();
        assertThat(next()).isEqualTo("new");
        assertThat(next()).isEqualTo("DISCONNECT");
    }
}
