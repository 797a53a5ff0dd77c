package dev.piroutes.broker.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.guard.Listening;
import dev.piroutes.time.FakeTime;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveTest {
    private final FakeTime time = new FakeTime();

    private static MqttConnectMessage connect(MqttVersion version, int seconds) {
        return MqttMessageBuilders.connect()
                .protocolVersion(version)
                .clientId("a")
                .keepAlive(seconds)
                .build();
    }

    private EmbeddedChannel channel(MqttVersion version, int seconds) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new KeepAlive(connect(version, seconds), 600, time::nanos));
        return channel;
    }

    private void pass(EmbeddedChannel channel, Duration duration) {
        time.pass(duration);
        channel.advanceTimeBy(duration.toMillis(), MILLISECONDS);
        channel.runPendingTasks();
    }

    /** For how many seconds a client may be silent, 0: for ever. MQTT 3.1.1 cannot tell a client another keep-alive. */
    @ParameterizedTest
    @CsvSource({
        "MQTT_3_1_1, 0, 0",
        "MQTT_3_1_1, 2, 3",
        "MQTT_3_1_1, 600, 900",
        "MQTT_3_1_1, 3600, 5400",
        "MQTT_3_1_1, 65534, 98301",
        "MQTT_5, 0, 900",
        "MQTT_5, 2, 3",
        "MQTT_5, 600, 900",
        "MQTT_5, 3600, 900",
        "MQTT_5, 65535, 900"
    })
    void holdsOverItsWholeRange(MqttVersion version, int asked, long silence) {
        EmbeddedChannel channel = channel(version, asked);
        pass(
                channel,
                silence == 0
                        ? Duration.ofDays(365)
                        : Duration.ofSeconds(silence).minusMillis(1));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofMillis(1));
        assertThat(channel.isOpen()).isEqualTo(silence == 0);
    }

    @Test
    void whoTalksStays() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_3_1_1, 10);
        for (int i = 0; i < 5; i++) {
            pass(channel, Duration.ofSeconds(14));
            channel.writeInbound(MqttMessage.PINGREQ);
        }
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofMillis(14_999));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(channel.outboundMessages()).isEmpty();
    }

    /** 3.14.2.1: 0x8d, Keep Alive timeout. */
    @Test
    void anMqtt5ClientIsToldWhy() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_5, 10);
        pass(channel, Duration.ofSeconds(15));
        assertThat(channel.isOpen()).isFalse();
        MqttMessage last = channel.readOutbound();
        assertThat(((MqttReasonCodeAndPropertiesVariableHeader) last.variableHeader()).reasonCode())
                .isEqualTo((byte) 0x8d);
    }

    /** It read again just before somebody looked. */
    @Test
    void nobodyIsTooSilentInTheMomentInWhichTheBrokerReadsOn() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_3_1_1, 10);
        channel.config().setAutoRead(false);
        pass(channel, Duration.ofMillis(14_999));
        Listening.resume(channel);
        pass(channel, Duration.ofMillis(1));
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void whomTheBrokerDoesNotListenToStays() {
        EmbeddedChannel channel = channel(MqttVersion.MQTT_3_1_1, 10);
        channel.config().setAutoRead(false);
        pass(channel, Duration.ofSeconds(30));
        pass(channel, Duration.ofSeconds(30));
        assertThat(channel.isOpen()).isTrue();
        Listening.resume(channel);
        pass(channel, Duration.ofSeconds(15));
        assertThat(channel.isOpen()).as("it read on within that time").isTrue();
        pass(channel, Duration.ofSeconds(15));
        assertThat(channel.isOpen()).isFalse();
    }
}
