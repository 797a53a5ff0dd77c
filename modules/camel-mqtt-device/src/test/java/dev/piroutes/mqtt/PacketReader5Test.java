package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
        byte[] got =
                through(Wire.publish("t".getBytes(UTF_8), 1, 7, properties.getBytes(ISO_8859_1), "on".getBytes(UTF_8)));

        assertThat(got).isEqualTo(leftOut("a message to \"t\" has malformed properties"));
    }

    @Test
    void aMessageWhosePropertiesAreLongerThanItselfIsLeftOut() throws Exception {
        byte[] packet = Wire.publish("t".getBytes(UTF_8), 1, 7, new byte[] {(byte) 200});
        assertThat(through(packet)).isEqualTo(leftOut("a message to \"t\" has malformed properties"));
    }

    /** In its place, so that it is acknowledged: no topic is empty otherwise. */
    private static byte[] leftOut(String why) {
        return Wire.publish(NONE, 1, 7, NONE, why.getBytes(UTF_8));
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

    /** What comes out can be taken apart, whatever has come in. */
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
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = good.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
            }
            try {
                byte[] packet = through(bytes);
                if (packet.length == 0) {
                    continue;
                }
                int topicEnd = 4 + ((packet[2] & 0xff) << 8 | packet[3] & 0xff);
                PacketProperties read =
                        PacketProperties.read(packet, (packet[0] & 6) == 0 ? topicEnd : topicEnd + 2, packet.length);
                assertThat(read).as("round " + round).isNotNull();
                MessageProperties.of(read);
            } catch (IOException e) {
                // ends the connection, which is made again
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round, e);
            }
        }
    }

    private static byte[] through(byte[] packet) throws IOException {
        return Wire.bytes(Wire.packets(new ByteArrayInputStream(packet), true, 100_000));
    }
}
