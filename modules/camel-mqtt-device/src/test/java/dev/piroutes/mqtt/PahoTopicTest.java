package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import org.eclipse.paho.client.mqttv3.MqttTopic;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PahoTopicTest {

    @Test
    void pahoTakesATopicWithAnyCharacterAndItIsTheSameAfterwards() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                String topic = "t/" + Character.toString(c);
                String paho = PahoTopic.of(topic);
                assertThat(PahoTopic.name(paho)).isEqualTo(topic);
                assertThatCode(() ->
                                MqttWireMessage.encodeUTF8(new DataOutputStream(new ByteArrayOutputStream()), paho))
                        .as("U+%04X", c)
                        .doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csc2106/led/cmd", "küche/temperatur", "日本/温度", "$SYS/x", "a b", "/"})
    void whatPahoTakesStaysAsItIs(String topic) {
        assertThat(PahoTopic.of(topic)).isEqualTo(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uE000", "\uE001", "\uE000abc", "\uE001/x"})
    void whatLooksEscapedIsNotTakenForIt(String topic) {
        assertThat(PahoTopic.of(topic)).isNotEqualTo(topic).isNotEqualTo(PahoTopic.LEFT_OUT);
        assertThat(PahoTopic.name(PahoTopic.of(topic))).isEqualTo(topic);
    }

    @Test
    void aFilterMayHaveWildcards() {
        String paho = PahoTopic.of("csc2106/\uD83D\uDE00/+/#");
        assertThatCode(() -> MqttTopic.validate(paho, false)).doesNotThrowAnyException();
        assertThat(PahoTopic.name(paho)).isEqualTo("csc2106/\uD83D\uDE00/+/#");
    }

    @Test
    void theLongestFits() {
        String longest = "\uD83D\uDE00" + "x".repeat(PahoTopic.LONGEST - 4);
        assertThatCode(() -> MqttTopic.validate(PahoTopic.of(longest), false)).doesNotThrowAnyException();
        assertThat(PublishRules.topicProblem(longest)).isNull();
        assertThat(PublishRules.topicProblem(longest + "x")).contains("has 49150 bytes", "at most 49149");
    }
}
