package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link PacketReaderTest}, for MQTT 5 and its properties: what is whole stays as it is. */
@Timeout(60)
class PacketReader5Test {

    private static final String EMOJI = "csc2106/\uD83D\uDE00/status";
    private static final byte[] NONE = {};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatIsWholeStaysAsItIs(int qos) throws Exception {
        byte[] user = new PacketBytes()
                .u8(0x26)
                .string(EMOJI.getBytes(UTF_8))
                .string(new byte[] {(byte) 0xff})
                .u8(0x0b)
                .length(300)
                .toByteArray();
        byte[] packet = Wire.publish(EMOJI.getBytes(UTF_8), qos, 7, user, "on".getBytes(UTF_8));

        assertThat(through(packet)).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0026\u0000\u0001a", "\u0003\u0000\u0009x", "\u007f", "\u0002\u0000", "\u000b\u00ff"})
    void aMessageWithMalformedPropertiesIsLeftOut(String properties) throws Exception {
        requireLeftOut(Wire.publish("t".getBytes(UTF_8), 1, 7, properties.getBytes(ISO_8859_1), "on".getBytes(UTF_8)));
    }

    @Test
    void aMessageWhosePropertiesAreLongerThanItselfIsLeftOut() throws Exception {
        requireLeftOut(Wire.publish("t".getBytes(UTF_8), 1, 7, new byte[] {(byte) 200}));
    }

    private static void requireLeftOut(byte[] packet) throws IOException {
        assertThat(packets(packet)).singleElement().satisfies(got -> {
            assertThat(got.message().packetId()).isEqualTo(7);
            assertThat(got.discarded()).isEqualTo("a message to \"t\" has malformed properties");
        });
    }

    @Test
    void aPacketMayComeInAnyPieces() throws Exception {
        byte[] user = new PacketBytes()
                .u8(0x26)
                .string(EMOJI.getBytes(UTF_8))
                .string("x".repeat(200).getBytes(UTF_8))
                .toByteArray();
        byte[] all = Wire.join(
                Wire.publish("t".getBytes(UTF_8), 1, 7, user, "on".getBytes(UTF_8)),
                Wire.publish(EMOJI.getBytes(UTF_8), 0, 0, NONE, NONE),
                new byte[] {(byte) 0xe0, 0});
        for (int split = 0; split <= all.length; split++) {
            assertThat(Wire.bytes(Wire.packets(new Wire.Slow(all, split, 3), true, 1000)))
                    .isEqualTo(all);
        }
    }

    @Test
    void noMessageIsAnUnexpectedException() {
        Random random = new Random(7);
        byte[] user = new PacketBytes()
                .u8(0x26)
                .string("k".getBytes(UTF_8))
                .string(EMOJI.getBytes(UTF_8))
                .u8(0x03)
                .string("text".getBytes(UTF_8))
                .toByteArray();
        byte[] good = Wire.publish(EMOJI.getBytes(UTF_8), 1, 7, user, "on".getBytes(UTF_8));
        int decoded = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
            }
            try {
                decoded += packets(bytes).size();
            } catch (IOException e) {
                // ends the connection, which is made again
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round, e);
            }
        }
        assertThat(decoded).isGreaterThan(10_000);
    }

    private static byte[] through(byte[] packet) throws IOException {
        return Wire.bytes(packets(packet));
    }

    private static List<PacketReader.Packet> packets(byte[] bytes) throws IOException {
        return Wire.packets(new ByteArrayInputStream(bytes), true, 100_000);
    }
}
