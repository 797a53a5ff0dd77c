package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishRulesTest {

    private final PublishRules rules = new PublishRules(BrokerLimits.UNKNOWN);

    private static Publication of(String topic, byte[] payload) {
        return new Publication(topic, payload, 1, false);
    }

    @ParameterizedTest
    @MethodSource
    void saysWhatIsWrongWithATopic(String topic, String problem) {
        assertThat(rules.problem(of(topic, new byte[1]))).contains(problem).doesNotContain("\n");
    }

    static Stream<Arguments> saysWhatIsWrongWithATopic() {
        return Stream.of(
                arguments("", "the topic is empty"),
                arguments("a/+/b", "has a wildcard"),
                arguments("a/#", "has a wildcard"),
                arguments("a\u0000b", "a character that cannot be sent, U+0000"),
                arguments("a\nb", "a character that cannot be sent, U+000A"),
                arguments("a\uD83D/b", "a character that cannot be sent, U+D83D"),
                arguments("a\uDE00", "a character that cannot be sent, U+DE00"),
                arguments("a/\uFFFE", "a character that cannot be sent, U+FFFE"),
                arguments("a/\uFDD0", "a character that cannot be sent, U+FDD0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/", "a//b", " ", "ä/日本", "$SYS/x", "a b", "a/\uD83D\uDE00", "\uFF21\uFF22"})
    void takesWhatMqttAllows(String topic) {
        assertThat(rules.problem(of(topic, new byte[1]))).isNull();
    }

    @Test
    void countsTheBytesOfATopicNotItsCharacters() {
        assertThat(rules.problem(of("x".repeat(65_535), new byte[0]))).isNull();
        assertThat(rules.problem(of("x".repeat(65_536), new byte[0]))).contains("has 65536 bytes: MQTT allows 65535");
        assertThat(rules.problem(of("ä".repeat(32_768), new byte[0]))).contains("has 65536 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "t, 0, 0",
        "t, 0, 1",
        "t, 119, 1",
        "t, 122, 1",
        "t, 123, 1",
        "ü/x, 16378, 2",
        "t, 16379, 0",
        "t, 300000, 1"
    })
    void knowsTheSizeOfAPacketToTheByte(String topic, int payload, int qos) throws Exception {
        Publication ours = new Publication(topic, new byte[payload], qos, false);
        assertThat(rules.packetSize(ours)).isEqualTo(length(new MqttPackets(null), ours));
        assertThat(new PublishRules(BrokerLimits.UNKNOWN, true).packetSize(ours))
                .isEqualTo(length(new MqttPackets(new Mqtt5Options(null, false, false)), ours));
    }

    private static long length(MqttPackets format, Publication message) {
        byte[][] packet = format.publish(message, MessageProperties.NONE, 1, false);
        return packet[0].length + packet[1].length;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "LONG"})
    void whatMqttAllowsInNoPropertyIsNoMessage(String value) {
        String text = value.replace("LONG", "x".repeat(65_536));
        String unfit = " has U+0000, or more than 65535 bytes: MQTT allows neither";
        assertThat(problem(new MessageProperties(false, null, text, null, null, List.of())))
                .isEqualTo("the content type or the correlation data" + unfit);
        for (UserProperty property : List.of(new UserProperty(text, "v"), new UserProperty("k", text))) {
            assertThat(problem(new MessageProperties(false, null, null, null, null, List.of(property))))
                    .isEqualTo("a user property" + unfit);
        }
    }

    private String problem(MessageProperties properties) {
        return rules.problem(new Publication("t", new byte[0], 1, false, properties));
    }

    @Test
    void asksForTheLimitsOfTheBroker() {
        PublishRules known = new PublishRules(
                (topic, size) -> size > 20 ? Optional.of("20 bytes (max in a file)") : Optional.empty());

        assertThat(known.problem(of("t", new byte[13]))).isNull();
        assertThat(known.problem(of("t", new byte[14])))
                .isEqualTo("the broker would not take the message to \"t\": 20 bytes (max in a file)");
    }

    @Test
    void knowsWhatTheBrokerHasSaidThatItTakes() {
        rules.brokerTakes(20);

        assertThat(rules.problem(of("t", new byte[13]))).isNull();
        assertThat(rules.isBeyond(of("t", new byte[13]))).isFalse();
        assertThat(rules.problem(of("t", new byte[14])))
                .isEqualTo(
                        "the broker would not take the message to \"t\": its packet has 21 bytes, and the broker takes 20");
        assertThat(rules.isBeyond(of("t", new byte[14]))).isTrue();
    }
}
