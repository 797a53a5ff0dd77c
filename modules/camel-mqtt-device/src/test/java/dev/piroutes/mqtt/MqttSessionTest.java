package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is under way, packet by packet, without a network. */
class MqttSessionTest {

    private final List<String> packets = new ArrayList<>();
    private final List<MqttSession.Sent> unanswered = new ArrayList<>();
    private boolean full;
    private final MqttSession session = new MqttSession(new MqttPackets(null), 0);

    private MqttSession.Out begin(int window) {
        return begin(window, BrokerTakes.ALL);
    }

    private MqttSession.Out begin(int window, BrokerTakes takes) {
        MqttSession.Out out = new MqttSession.Out() {
            @Override
            public void send(byte[]... packet) {
                packets.add(show(packet[0]) + (packet.length == 1 ? "" : new String(packet[1], UTF_8)));
            }

            @Override
            public void sendUnanswered(MqttSession.Sent message, byte[]... packet) {
                packets.add("unanswered " + (packet[0][0] & 7) + " " + new String(packet[1], UTF_8));
                unanswered.add(message);
            }

            @Override
            public boolean isFull() {
                return full;
            }
        };
        session.begin(true, takes, window, out);
        return out;
    }

    private static String show(byte[] head) {
        int type = head[0] >> 4 & 0xf;
        String dup = type == MqttPackets.PUBLISH && (head[0] & 8) != 0 ? "again " : "";
        return (type == MqttPackets.PUBLISH
                        ? (head[0] & 1) != 0 ? "retained " : "publish "
                        : type == MqttPackets.PUBREL ? "release " : "other ")
                + dup
                + (head[head.length - 1] & 0xff)
                + " ";
    }

    /** What waits for a slow network takes memory, and QoS 0 promises nothing. */
    @Test
    void onAFullConnectionQos0IsLeftOutAndTheRestGoes() throws Exception {
        full = true;
        begin(10);
        assertThatThrownBy(() -> publish("a", 0)).hasMessageContaining("slower");
        publish("b", 1);
        publish("c", 2);
        assertThat(packets()).containsExactly("publish 1 b", "publish 2 c");
    }

    private void publish(String payload, int qos) throws IOException {
        session.publish(new Publication("t", payload.getBytes(UTF_8), qos, false), payload);
    }

    private List<String> packets() {
        List<String> taken = List.copyOf(packets);
        packets.clear();
        return taken;
    }

    /** Else it would be sent all the same, with a packet id that another message may have by then. */
    @Test
    void aMessageThatIsDoneBeforeItIsSentIsNotSent() throws Exception {
        begin(1);
        publish("a", 1);
        publish("b", 1);
        publish("c", 1);
        assertThat(session.done(2)).isNotNull();
        assertThat(session.done(1)).isNotNull();

        assertThat(packets()).containsExactly("publish 1 a", "publish 3 c");
    }

    @Test
    void whatIsUnderWayIsSentAgainInOrderWithItsIdsAndNoMoreAtOnceThanMayBe() throws Exception {
        MqttSession.Out first = begin(10);
        publish("a", 1);
        publish("b", 2);
        publish("c", 1);
        session.received(2);
        session.end(first, new IOException("cut"));
        packets();

        begin(1);
        assertThat(packets()).containsExactly("release 2 ", "publish again 1 a");
        session.done(1);
        assertThat(packets()).containsExactly("publish again 3 c");
        session.done(2);
        session.done(3);
        publish("d", 1);
        assertThat(packets()).containsExactly("publish 4 d");
    }

    /** Order stays: what comes behind them waits, too. */
    @Test
    void aBrokerThatSaysNothingGetsFewMessagesOfQos2AtOnce() throws Exception {
        begin(100);
        for (int i = 1; i <= 21; i++) {
            publish("x", 2);
        }
        publish("y", 1);
        assertThat(packets()).hasSize(20);

        session.done(1);
        assertThat(packets()).containsExactly("publish 21 x", "publish 22 y");
    }

    @Test
    void aBrokerOfMqtt5GetsAsManyAsItTakes() throws Exception {
        BrokerTakes takes = BrokerTakes.of(PacketProperties.read(new byte[] {0}, 0, 1));
        begin(100, takes);
        for (int i = 1; i <= 101; i++) {
            publish("x", 2);
        }
        assertThat(packets()).hasSize(100);
    }

    private static BrokerTakes takes(int qos, boolean retained) {
        return new BrokerTakes(100, 100, PublishRules.LARGEST_PACKET, qos, retained);
    }

    /** MQTT 5, 3.2.2.3.4: a client must not send more. */
    @Test
    void aBrokerThatTakesNoMoreThanQos0GetsThatAndWhatTheNetworkHasIsDone() throws Exception {
        begin(10, takes(0, true));
        publish("a", 1);
        publish("b", 2);
        assertThat(packets()).containsExactly("unanswered 0 a", "unanswered 0 b");
        assertThat(session.unanswered()).containsExactly("a", "b");

        assertThat(session.written(unanswered.get(0))).isTrue();
        assertThat(session.written(unanswered.get(0))).isFalse();
        assertThat(session.unanswered()).containsExactly("b");
    }

    /** An address may lead to another broker than before. */
    @Test
    void whatIsSentAgainGoesAsTheBrokerOfThisConnectionTakesIt() throws Exception {
        MqttSession.Out first = begin(10);
        publish("a", 1);
        publish("b", 2);
        session.end(first, new IOException("cut"));
        packets();

        MqttSession.Out second = begin(10, takes(0, true));
        assertThat(packets()).containsExactly("unanswered 0 a", "unanswered 0 b");
        session.end(second, new IOException("cut"));
        session.written(unanswered.get(0));

        begin(10, takes(1, true));
        assertThat(packets()).containsExactly("publish 2 b");
    }

    /** MQTT 5, 3.2.2.3.5: a client must not set RETAIN. */
    @Test
    void aBrokerThatKeepsNothingGetsNothingToKeep() throws Exception {
        begin(10, takes(0, false));
        session.publish(new Publication("t", new byte[0], 1, true), "a");
        session.publish(new Publication("t", new byte[0], 0, true), null);

        assertThat(packets()).containsExactly("unanswered 0 ", "publish 116 ");
    }

    @Test
    void theEndOfAnEarlierConnectionIsNotTheEndOfThis() throws Exception {
        MqttSession.Out first = begin(10);
        begin(10);
        session.end(first, new IOException("late"));

        publish("a", 1);
        assertThat(packets()).containsExactly("publish 1 a");
    }

    @Test
    void noTwoMessagesHaveOnePacketId() throws Exception {
        begin(65_535);
        for (int i = 0; i < 65_535; i++) {
            publish("", 1);
        }
        assertThatThrownBy(() -> publish("one more", 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no id");
        packets();

        session.done(4711);
        publish("one more", 1);
        assertThat(packets()).containsExactly("publish " + (4711 & 0xff) + " one more");
    }
}
