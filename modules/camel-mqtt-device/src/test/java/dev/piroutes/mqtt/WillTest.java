package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WillTest {

    @Test
    void isLessForABrokerThatTakesNoBetterOne() {
        Will unretained = Will.BEST.less(ReasonCode.RETAIN_NOT_SUPPORTED);
        assertThat(unretained).isEqualTo(new Will(1, false));
        assertThat(unretained.less(ReasonCode.QOS_NOT_SUPPORTED)).isEqualTo(new Will(0, false));
    }

    /** Else it would be tried for ever. */
    @Test
    void isNotTriedAgainWhereItIsNotWhy() {
        assertThat(Will.BEST.less(ReasonCode.NOT_AUTHORIZED)).isNull();
        assertThat(new Will(0, true).less(ReasonCode.QOS_NOT_SUPPORTED)).isNull();
        assertThat(new Will(1, false).less(ReasonCode.RETAIN_NOT_SUPPORTED)).isNull();
    }

    @ParameterizedTest
    @CsvSource({"1, true, 44", "0, true, 36", "1, false, 12", "0, false, 4"})
    void isSoInThePacket(int qos, boolean retained, int flags) {
        DeviceOptions options = new DeviceOptions(
                "Led",
                List.of("tcp://127.0.0.1:1883"),
                Credentials.NONE,
                false,
                Duration.ofSeconds(30),
                "led/status",
                null,
                "online",
                "offline",
                Path.of("unused"),
                OutboxLimits.DEFAULT,
                null);

        assertThat(new MqttPackets(null).connect(options, new Will(qos, retained))[9])
                .isEqualTo((byte) flags);
    }
}
