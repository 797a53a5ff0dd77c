package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "tcp://pi:1883, tcp://pi:1883",
        "tcp://pi, tcp://pi:1883",
        "mqtt://pi, tcp://pi:1883",
        "mqtts://pi, ssl://pi:8883",
        "ssl://192.168.1.10:9999, ssl://192.168.1.10:9999",
        "ws://pi/mqtt, ws://pi:80/mqtt",
        "wss://pi, wss://pi:443",
        "tcp://[::1]:1883, tcp://[::1]:1883",
        "tcp://lab_broker, tcp://lab_broker:1883",
    })
    void understandsTheUsualSpellings(String given, String understood) {
        assertThat(DeviceOptions.serverUris(given)).containsExactly(understood);
    }

    @Test
    void takesSeveralBrokersInTurn() {
        assertThat(DeviceOptions.serverUris("tcp://a:1, tcp://b:2")).containsExactly("tcp://a:1", "tcp://b:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pi:1883", "http://pi", "tcp://", "tcp://pi:1883/path", "tcp://a b", "192.168.1.10"})
    void saysWhatAnAddressLooksLike(String wrong) {
        assertThatThrownBy(() -> DeviceOptions.serverUris(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mqtt.url must be like tcp://192.168.1.10:1883")
                .hasMessageContaining(wrong);
    }

    @Test
    void keepsAPasswordInAnAddressToItself() {
        assertThatThrownBy(() -> DeviceOptions.serverUris("tcp://me:secret@pi:1883"))
                .hasMessageContaining("mqtt.password")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b", "a/b", "Pico B", "x#"})
    void refusesClientIdsThatABrokerCouldConfuse(String clientId) {
        assertThatThrownBy(() -> options(clientId, Duration.ofSeconds(30), "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientId must be");
    }

    @Test
    void checksTheKeepAlive() {
        assertThat(options("a", Duration.ofSeconds(65535), null).keepAlive()).isEqualTo(Duration.ofSeconds(65535));
        assertThatThrownBy(() -> options("a", Duration.ofMillis(999), null)).hasMessageContaining("keepAlive must be");
        assertThatThrownBy(() -> options("a", Duration.ofSeconds(65536), null))
                .hasMessageContaining("keepAlive must be");
    }

    @Test
    void refusesWildcardsInTheStatusTopic() {
        assertThatThrownBy(() -> options("a", Duration.ofSeconds(30), "a/+"))
                .hasMessageContaining("statusTopic must be a topic without wildcards, but was \"a/+\"");
    }

    @Test
    void checksHowOftenTheStatusIsRepeated() {
        assertThat(options("t", Duration.ofSeconds(1)).statusEvery()).isEqualTo(Duration.ofSeconds(1));
        assertThatThrownBy(() -> options("t", Duration.ofMillis(999)))
                .hasMessageContaining("statusEvery must be 1s or more, but was PT0.999S");
        assertThatThrownBy(() -> options(null, Duration.ofSeconds(10)))
                .hasMessageContaining("statusEvery needs a statusTopic");
    }

    @Test
    void showsNoPassword() {
        assertThat(options("a", Duration.ofSeconds(30), null).toString()).doesNotContain("hunter2");
    }

    private static DeviceOptions options(String clientId, Duration keepAlive, String statusTopic) {
        return options(clientId, keepAlive, statusTopic, null);
    }

    private static DeviceOptions options(String statusTopic, Duration statusEvery) {
        return options("a", Duration.ofSeconds(30), statusTopic, statusEvery);
    }

    private static DeviceOptions options(
            String clientId, Duration keepAlive, String statusTopic, Duration statusEvery) {
        return new DeviceOptions(
                clientId,
                DeviceOptions.serverUris("tcp://pi"),
                new Credentials("me", "hunter2".toCharArray(), null, null),
                false,
                keepAlive,
                statusTopic,
                statusEvery,
                "online",
                "offline",
                Path.of("outbox"),
                OutboxLimits.DEFAULT,
                null);
    }
}
