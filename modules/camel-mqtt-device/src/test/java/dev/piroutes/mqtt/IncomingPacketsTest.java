package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPublish;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paho's own decoder is the judge. */
@Timeout(60)
class IncomingPacketsTest {

    private static final int LARGEST = 100_000;
    private static final String EMOJI = "csc2106/\uD83D\uDE00/status";
    private static final byte[] NEXT = Wire.publish("next", 1, 9, "n");

    private record Message(String topic, int qos, int id, String payload) {}

    @Test
    void everyCharacterThatMayBeInATopicArrives() throws Exception {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        List<String> topics = new ArrayList<>();
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            boolean legal = c != '+' && c != '#' && Character.getType(c) != Character.SURROGATE;
            // Of the planes that have nothing but letters, one in seven.
            if (legal && (c <= 0xFFFF || c % 7 == 0 || (c & 0xFFFE) == 0xFFFE)) {
                topics.add("a/" + Character.toString(c) + "/b");
                sent.writeBytes(Wire.publish(topics.get(topics.size() - 1), 0, 0, ""));
            }
        }

        List<Message> got = messages(new ByteArrayInputStream(sent.toByteArray()));

        assertThat(got).extracting(Message::topic).isEqualTo(topics);
    }

    @Test
    void qosIdFlagsAndPayloadStay() throws Exception {
        for (int qos = 0; qos < 3; qos++) {
            byte[] packet = Wire.publish(EMOJI, qos, 4711, "on");
            packet[0] |= 9;
            byte[] got = Wire.readAll(incoming(new ByteArrayInputStream(packet)));
            MqttPublish publish = (MqttPublish) MqttWireMessage.createWireMessage(got);
            assertThat(PahoTopic.name(publish.getTopicName())).isEqualTo(EMOJI);
            assertThat(publish.getMessage().getQos()).isEqualTo(qos);
            assertThat(publish.getMessage().isRetained()).isTrue();
            assertThat(publish.getMessage().isDuplicate()).isTrue();
            assertThat(publish.getMessageId()).isEqualTo(qos == 0 ? 0 : 4711);
            assertThat(publish.getMessage().getPayload()).isEqualTo("on".getBytes(UTF_8));
        }
    }

    @Test
    void whatPahoTakesIsUntouched() throws Exception {
        byte[] all = Wire.join(
                bytes(0x20, 2, 1, 0),
                Wire.publish("csc2106/led/cmd", 1, 1, "TOGGLE"),
                Wire.publish("küche/日本", 2, 2, "x".repeat(50_000)),
                Wire.publish("t", 0, 0, ""),
                bytes(0x40, 2, 0, 1),
                bytes(0x50, 2, 0, 2),
                bytes(0x62, 2, 0, 2),
                bytes(0x70, 2, 0, 2),
                bytes(0x90, 4, 0, 3, 1, 0x80),
                bytes(0xb0, 2, 0, 4),
                bytes(0xd0, 0));
        assertThat(Wire.readAll(incoming(new ByteArrayInputStream(all)))).isEqualTo(all);
    }

    @Test
    void aPacketMayComeInAnyPieces() throws Exception {
        byte[] all = Wire.join(
                bytes(0x20, 2, 0, 0),
                Wire.publish(EMOJI, 2, 7, "p".repeat(200)),
                Wire.publish("a/+", 1, 8, "q".repeat(300)),
                NEXT,
                bytes(0xd0, 0));
        byte[] expected = Wire.readAll(incoming(new ByteArrayInputStream(all)));
        for (int split = 0; split <= all.length; split++) {
            assertThat(Wire.readAll(incoming(new Wire.Slow(all, split, all.length))))
                    .as("split at %d", split)
                    .isEqualTo(expected);
        }
        for (int piece = 1; piece < 5; piece++) {
            assertThat(Wire.readAll(incoming(new Wire.Slow(all, 0, piece)))).isEqualTo(expected);
        }
        ByteArrayOutputStream single = new ByteArrayOutputStream();
        InputStream in = incoming(new ByteArrayInputStream(all));
        for (int b = in.read(); b >= 0; b = in.read()) {
            single.write(b);
        }
        assertThat(single.toByteArray()).isEqualTo(expected);
    }

    static Stream<Arguments> leftOut() {
        return Stream.of(
                arguments(Wire.publish("a/+/b", 1, 5, "x"), 1, "has a wildcard"),
                arguments(Wire.publish("a/#", 2, 5, "x"), 2, "has a wildcard"),
                arguments(Wire.publish("", 1, 5, "x"), 1, "is empty"),
                arguments(Wire.publish("a\0b", 1, 5, "x"), 1, "has U+0000"),
                arguments(Wire.publish("a\n\0b", 1, 5, "x"), 1, "\"a··b\""),
                arguments(Wire.publish(latin("a\u00e4b"), 1, 5, new byte[3]), 1, "is no UTF-8"),
                arguments(Wire.publish(latin("\u00ed\u00a0\u0080"), 2, 5, new byte[3]), 2, "is no UTF-8"),
                arguments(Wire.publish(latin("\u00c0\u0080"), 0, 0, new byte[3]), 0, "is no UTF-8"),
                arguments(Wire.publish("t", 1, 5, "x".repeat(LARGEST)), 1, "has 100009 bytes"),
                arguments(Wire.publish(EMOJI, 2, 5, "x".repeat(LARGEST)), 2, "carries 100000"),
                arguments(Wire.publish("\uD83D\uDE00" + "x".repeat(50_000), 1, 5, "x"), 1, "has 50004 bytes"),
                arguments(Wire.publish("t", 1, 0, "x"), 0, "has no packet id"),
                arguments(Wire.publish("t", 3, 5, "x"), 0, "is malformed"),
                arguments(bytes(0x30, 0), 0, "is malformed"),
                arguments(bytes(0x32, 1, 0), 0, "is malformed"),
                arguments(bytes(0x30, 3, 0, 2, 'a'), 0, "is malformed"),
                arguments(bytes(0x32, 4, 0, 1, 'a', 0), 0, "is malformed"));
    }

    @ParameterizedTest
    @MethodSource
    void leftOut(byte[] bad, int qos, String why) throws Exception {
        for (int piece : new int[] {7, 1_000_000}) {
            InputStream in = new Wire.Slow(Wire.join(NEXT, bad, NEXT), 0, piece);

            List<Message> got = messages(in);

            assertThat(got).hasSize(3);
            assertThat(List.of(got.get(0), got.get(2))).containsOnly(new Message("next", 1, 9, "n"));
            assertThat(got.get(1).topic()).isEqualTo(PahoTopic.LEFT_OUT);
            assertThat(got.get(1).qos()).isEqualTo(qos);
            assertThat(got.get(1).id()).isEqualTo(qos == 0 ? 0 : 5);
            assertThat(got.get(1).payload()).contains(why).doesNotContain("\n");
        }
    }

    /** The largest that there is: nothing like it is held in memory. */
    @Test
    void ofWhatIsTooLargeNothingIsKept() throws Exception {
        byte[] head = new PacketBytes().string("t".getBytes(UTF_8)).u16(5).packet(0x32, PacketBytes.MOST - 5);
        InputStream in = new SequenceInputStream(
                new SequenceInputStream(new ByteArrayInputStream(head), new Zeros(PacketBytes.MOST - 5)),
                new ByteArrayInputStream(NEXT));

        assertThat(messages(in)).extracting(Message::topic).containsExactly(PahoTopic.LEFT_OUT, "next");
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int n = (int) Math.min(left, length);
            left -= n;
            return n == 0 ? -1 : n;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000",
                "1000",
                "8000",
                "a000",
                "c000",
                "e000",
                "f000",
                "9002 0001",
                "2001 00",
                "4001 00",
                "b000",
                "3080 8080 8001",
                "d080 8080 8080",
                "90ff ffff 7f"
            })
    void anyOtherMalformedPacketEndsTheConnection(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThatThrownBy(() -> Wire.readAll(incoming(new ByteArrayInputStream(Wire.join(NEXT, bad)))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("malformed packet");
    }

    /** Whatever comes: none of it ends Paho's thread, which survives these two kinds of exceptions only. */
    @Test
    void noBytesAreAnUnexpectedExceptionForPaho() throws Exception {
        Random random = new Random(7);
        byte[] good = Wire.join(
                Wire.publish(EMOJI, 1, 7, "payload"),
                bytes(0x90, 3, 0, 3, 1),
                NEXT,
                bytes(0x40, 2, 0, 1),
                bytes(0xd0, 0));
        int decoded = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                byte[] got = Wire.readAll(incoming(new ByteArrayInputStream(bytes)));
                for (int at = 0;
                        at < got.length && at + Wire.length(got, at) <= got.length;
                        at += Wire.length(got, at)) {
                    MqttWireMessage.createWireMessage(Wire.packet(got, at));
                    decoded++;
                }
            } catch (IOException | MqttException e) {
                // ends the connection, which is made again
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round, e);
            }
        }
        assertThat(decoded).isGreaterThan(100_000);
    }

    @Test
    void endsWhereTheStreamEnds() throws Exception {
        byte[] packet = Wire.publish(EMOJI, 1, 7, "payload");
        for (int length = 0; length < packet.length; length++) {
            InputStream in = incoming(new ByteArrayInputStream(packet, 0, length));
            Wire.readAll(in);
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void largestFollowsTheHeap() {
        assertThat(IncomingPackets.largest(48L << 20)).isEqualTo(48 << 14);
        assertThat(IncomingPackets.largest(1)).isEqualTo(327_680);
        assertThat(IncomingPackets.largest(Long.MAX_VALUE)).isEqualTo(268_435_455);
    }

    private static InputStream incoming(InputStream in) {
        return new IncomingPackets(in, false, LARGEST);
    }

    private static List<Message> messages(InputStream in) throws Exception {
        byte[] got = Wire.readAll(incoming(in));
        List<Message> messages = new ArrayList<>();
        for (int at = 0; at < got.length; at += Wire.length(got, at)) {
            MqttPublish publish = (MqttPublish) MqttWireMessage.createWireMessage(Wire.packet(got, at));
            messages.add(new Message(
                    PahoTopic.name(publish.getTopicName()),
                    publish.getMessage().getQos(),
                    publish.getMessageId(),
                    new String(publish.getMessage().getPayload(), UTF_8)));
        }
        return messages;
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
