package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttConnect;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPublish;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttSubscribe;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttUnsubscribe;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage;
import org.junit.jupiter.api.Test;

/** What goes over the wire, beside what Paho would have written if it could. */
class OutgoingPacketsTest {

    private static final String EMOJI = "csc2106/\uD83D\uDE00/status";

    @Test
    void topicsAreAsTheyAre() throws Exception {
        for (int qos = 0; qos < 3; qos++) {
            for (int size : new int[] {0, 90, 30_000}) {
                MqttMessage message = new MqttMessage("x".repeat(size).getBytes(UTF_8));
                message.setQos(qos);
                MqttPublish publish = new MqttPublish(PahoTopic.of(EMOJI), message);
                publish.setMessageId(7);
                assertThat(sent(publish)).isEqualTo(Wire.publish(EMOJI, qos, 7, "x".repeat(size)));
            }
        }
    }

    @Test
    void filtersAreAsTheyAre() throws Exception {
        String[] filters = {"a/+", EMOJI + "/#", "b"};
        MqttSubscribe subscribe = new MqttSubscribe(escaped(filters), new int[] {1, 2, 0});
        subscribe.setMessageId(5);
        PacketBytes expected = new PacketBytes().u16(5);
        expected.string("a/+".getBytes(UTF_8)).u8(1);
        expected.string((EMOJI + "/#").getBytes(UTF_8)).u8(2);
        expected.string("b".getBytes(UTF_8)).u8(0);
        assertThat(sent(subscribe)).isEqualTo(expected.packet(0x82, 0));

        MqttUnsubscribe unsubscribe = new MqttUnsubscribe(escaped(filters));
        unsubscribe.setMessageId(6);
        PacketBytes gone = new PacketBytes().u16(6);
        for (String filter : filters) {
            gone.string(filter.getBytes(UTF_8));
        }
        assertThat(sent(unsubscribe)).isEqualTo(gone.packet(0xa2, 0));
    }

    @Test
    void aWillsTopicIsAsItIs() throws Exception {
        byte[] escaped = sent(connect(PahoTopic.of(EMOJI)));
        byte[] plain = sent(connect("TOPIC"));
        assertThat(new String(escaped, UTF_8))
                .contains(EMOJI)
                .contains("offline")
                .contains("user");
        assertThat(escaped).hasSize(plain.length + EMOJI.getBytes(UTF_8).length - "TOPIC".length());
        assertThat(sent(connect(null))).isEqualTo(written(connect(null)));
    }

    private static MqttConnect connect(String willTopic) {
        MqttMessage will = willTopic == null ? null : new MqttMessage("offline".getBytes(UTF_8));
        return new MqttConnect("PicoB", 4, true, 30, "user", "secret".toCharArray(), will, willTopic);
    }

    @Test
    void whatPahoWritesAsItIsStaysSo() throws Exception {
        byte[] all = Wire.join(
                written(connect("csc2106/devB/status")),
                Wire.publish("küche", 1, 3, "on"),
                Wire.publish("", 0, 0, ""),
                Wire.publish("t", 2, 4, "x".repeat(20_000)),
                new byte[] {(byte) 0xc0, 0},
                new byte[] {0x40, 2, 0, 9},
                new byte[] {(byte) 0xe0, 0});
        assertThat(through(all, all.length)).isEqualTo(all);
    }

    @Test
    void aPacketMayBeWrittenInAnyPieces() throws Exception {
        byte[] all = Wire.join(
                Wire.publish(PahoTopic.of(EMOJI), 1, 3, "on"),
                written(new MqttSubscribe(escaped(EMOJI, "b"), new int[] {1, 1})),
                Wire.publish("t", 1, 3, "off"));
        byte[] expected = through(all, all.length);
        for (int piece = 1; piece < all.length; piece++) {
            assertThat(through(all, piece)).isEqualTo(expected);
        }
    }

    private static String[] escaped(String... filters) {
        return java.util.Arrays.stream(filters).map(PahoTopic::of).toArray(String[]::new);
    }

    private static byte[] written(MqttWireMessage packet) throws Exception {
        return Wire.join(packet.getHeader(), packet.getPayload());
    }

    private static byte[] sent(MqttWireMessage packet) throws Exception {
        byte[] bytes = written(packet);
        return through(bytes, bytes.length);
    }

    private static byte[] through(byte[] bytes, int piece) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        OutgoingPackets out = new OutgoingPackets(sent, id -> {});
        for (int at = 0; at < bytes.length; at += piece) {
            out.write(bytes, at, Math.min(piece, bytes.length - at));
        }
        out.flush();
        return sent.toByteArray();
    }
}
