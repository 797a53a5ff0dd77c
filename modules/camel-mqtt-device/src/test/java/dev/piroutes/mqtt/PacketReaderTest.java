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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a broker sends, of 3.1.1. {@link PacketReader5Test} has what is of 5. */
@Timeout(60)
class PacketReaderTest {

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
            assertThat(readAll(new ByteArrayInputStream(packet))).isEqualTo(packet);
            assertThat(messages(new ByteArrayInputStream(packet)))
                    .containsExactly(new Message(EMOJI, qos, qos == 0 ? 0 : 4711, "on"));
        }
    }

    @Test
    void whatIsWholeIsUntouched() throws Exception {
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
        assertThat(readAll(new ByteArrayInputStream(all))).isEqualTo(all);
    }

    @Test
    void aPacketMayComeInAnyPieces() throws Exception {
        byte[] all = Wire.join(
                bytes(0x20, 2, 0, 0),
                Wire.publish(EMOJI, 2, 7, "p".repeat(200)),
                Wire.publish("a/+", 1, 8, "q".repeat(300)),
                NEXT,
                bytes(0xd0, 0));
        byte[] expected = readAll(new ByteArrayInputStream(all));
        for (int split = 0; split <= all.length; split++) {
            assertThat(readAll(new Wire.Slow(all, split, all.length)))
                    .as("split at %d", split)
                    .isEqualTo(expected);
        }
        for (int piece = 1; piece < 5; piece++) {
            assertThat(readAll(new Wire.Slow(all, 0, piece))).isEqualTo(expected);
        }
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
            assertThat(got.get(1).topic()).isEqualTo("");
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

        assertThat(messages(in)).extracting(Message::topic).containsExactly("", "next");
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

        assertThatThrownBy(() -> readAll(new ByteArrayInputStream(Wire.join(NEXT, bad))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("malformed packet");
    }

    @Test
    void noBytesAreAnUnexpectedException() throws Exception {
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
                for (PacketReader.Packet packet : packets(new ByteArrayInputStream(bytes))) {
                    decoded++;
                    if (packet.type() == 3) {
                        message(packet);
                    }
                }
            } catch (IOException e) {
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
            assertThat(packets(new ByteArrayInputStream(packet, 0, length))).isEmpty();
        }
    }

    @Test
    void largestFollowsTheHeap() {
        assertThat(PacketReader.largest(48L << 20)).isEqualTo(48 << 14);
        assertThat(PacketReader.largest(1)).isEqualTo(327_680);
        assertThat(PacketReader.largest(Long.MAX_VALUE)).isEqualTo(268_435_455);
    }

    private static List<PacketReader.Packet> packets(InputStream in) throws IOException {
        return Wire.packets(in, false, LARGEST);
    }

    private static byte[] readAll(InputStream in) throws IOException {
        return Wire.bytes(packets(in));
    }

    private static List<Message> messages(InputStream in) throws IOException {
        return packets(in).stream().map(PacketReaderTest::message).toList();
    }

    /** Instead of a payload that nobody can be handed, why. */
    private static Message message(PacketReader.Packet packet) {
        ReceivedMessage message = packet.message();
        return new Message(
                message.topic(),
                message.qos(),
                message.packetId(),
                packet.discarded() == null ? new String(message.payload(), UTF_8) : packet.discarded());
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
