package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** As {@link IncomingPacketsTest}, for MQTT 5 and its properties. */
@Timeout(60)
class IncomingPackets5Test {

    private static final String EMOJI = "csc2106/\uD83D\uDE00/status";
    private static final byte[] NONE = {};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void anEmojiTopicArrives(int qos) throws Exception {
        MqttPublish publish = through(Wire.publish(EMOJI.getBytes(UTF_8), qos, 7, NONE, "on".getBytes(UTF_8)));

        assertThat(PahoTopic.name(publish.getTopicName())).isEqualTo(EMOJI);
        assertThat(publish.getMessage().getQos()).isEqualTo(qos);
        assertThat(publish.getMessage().getPayload()).isEqualTo("on".getBytes(UTF_8));
    }

    @Test
    void aPropertyThatPahoCannotTakeIsLeftOutAndTheOthersStay() throws Exception {
        byte[] properties = new PacketBytes()
                .u8(0x01)
                .u8(1)
                .u8(0x02)
                .u16(0)
                .u16(60)
                .u8(0x03)
                .string("text/pl\u00e4in".getBytes(UTF_8))
                .u8(0x08)
                .string("answer/\uD83D\uDE00".getBytes(UTF_8))
                .u8(0x09)
                .string(new byte[] {0, -1, 5})
                .u8(0x26)
                .string("a".getBytes(UTF_8))
                .string("b".getBytes(UTF_8))
                .u8(0x26)
                .string("\uD83D\uDE00".getBytes(UTF_8))
                .string("b".getBytes(UTF_8))
                .u8(0x26)
                .string("c".getBytes(UTF_8))
                .string(new byte[] {(byte) 0xff})
                .u8(0x0b)
                .length(300)
                .toByteArray();
        for (String topic : new String[] {"t", EMOJI}) {
            MqttPublish publish = through(Wire.publish(topic.getBytes(UTF_8), 1, 7, properties, "on".getBytes(UTF_8)));

            assertThat(PahoTopic.name(publish.getTopicName())).isEqualTo(topic);
            assertThat(publish.getMessage().getPayload()).isEqualTo("on".getBytes(UTF_8));
            assertThat(publish.getProperties().getContentType()).isEqualTo("text/pl\u00e4in");
            assertThat(publish.getProperties().getResponseTopic()).isNull();
            assertThat(publish.getProperties().getMessageExpiryInterval()).isEqualTo(60);
            assertThat(publish.getProperties().getCorrelationData()).isEqualTo(new byte[] {0, -1, 5});
            assertThat(publish.getProperties().getUserProperties()).containsExactly(new UserProperty("a", "b"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0026\u0000\u0001a", "\u0003\u0000\u0009x", "\u007f", "\u0002\u0000", "\u000b\u00ff"})
    void aMessageWithMalformedPropertiesIsLeftOut(String properties) throws Exception {
        MqttPublish publish =
                through(Wire.publish("t".getBytes(UTF_8), 1, 7, properties.getBytes(ISO_8859_1), "on".getBytes(UTF_8)));

        assertThat(publish.getTopicName()).isEqualTo(PahoTopic.LEFT_OUT);
        assertThat(publish.getMessage().getQos()).isEqualTo(1);
        assertThat(new String(publish.getMessage().getPayload(), UTF_8))
                .isEqualTo("a message to \"t\" has malformed properties");
    }

    @Test
    void aMessageWhosePropertiesAreLongerThanItselfIsLeftOut() throws Exception {
        byte[] packet = Wire.publish("t".getBytes(UTF_8), 1, 7, new byte[] {(byte) 200});
        assertThat(through(packet).getTopicName()).isEqualTo(PahoTopic.LEFT_OUT);
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
        byte[] expected = Wire.readAll(new IncomingPackets(new ByteArrayInputStream(all), true, 1000));
        for (int split = 0; split <= all.length; split++) {
            assertThat(Wire.readAll(new IncomingPackets(new Wire.Slow(all, split, 3), true, 1000)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void noMessageIsAnUnexpectedExceptionForPaho() {
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
                through(bytes);
            } catch (IOException | MqttException e) {
                // ends the connection, which is made again
            } catch (RuntimeException e) {
                throw new AssertionError("round " + round, e);
            }
        }
    }

    private static MqttPublish through(byte[] packet) throws IOException, MqttException {
        byte[] got = Wire.readAll(new IncomingPackets(new ByteArrayInputStream(packet), true, 100_000));
        return (MqttPublish) MqttWireMessage.createWireMessage(got);
    }
}
