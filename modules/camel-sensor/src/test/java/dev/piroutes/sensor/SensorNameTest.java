package dev.piroutes.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"iio:bme280/temperature", "hwmon:lm75/temp1", "w1:28-0316a2795aff", "thermal:cpu", "iio:dht11@4"
            })
    void isWrittenAsItIsRead(String name) {
        assertThat(SensorName.parse(" " + name + " ")).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bme280",
                "i2c:bme280/temperature",
                "IIO:bme280",
                "iio",
                "iio:",
                "iio:a/",
                "iio:/b",
                "iio:a/b/c"
            })
    void whatIsNoneIsRefusedWithOneThatIs(String name) {
        assertThatThrownBy(() -> SensorName.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sensor:" + name + ": must ")
                .hasMessageContaining(", as in sensor:iio:bme280/temperature");
    }

    @ParameterizedTest
    @CsvSource({
        "iio:bme280/temperature, TEMPERATURE",
        "iio:bme280/humidityrelative, HUMIDITY",
        "iio:mcp3008/voltage3, VOLTAGE",
        "iio:scd40/concentration_co2, CONCENTRATION",
        "iio:bh1750, NUMBER",
        "hwmon:ina219/in1, VOLTAGE",
        "hwmon:ina219/curr1, CURRENT",
        "hwmon:lm75, TEMPERATURE",
        "w1:28-0316a2795aff, TEMPERATURE",
        "thermal:cpu, TEMPERATURE"
    })
    void tellsWhatIsMeasured(String name, Quantity quantity) {
        assertThat(SensorName.parse(name).quantity()).isEqualTo(quantity);
    }

    @Test
    void everyQuantityHasASliderAroundWhereItRests() {
        for (Quantity quantity : Quantity.values()) {
            assertThat(quantity.rest()).isBetween(quantity.low(), quantity.high());
        }
    }
}
