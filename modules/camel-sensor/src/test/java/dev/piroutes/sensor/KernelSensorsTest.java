package dev.piroutes.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as the kernel's drivers have them, read in the units that people use. */
class KernelSensorsTest {
    private static final String W1 = "28-0316a2795aff";

    @TempDir
    Path root;

    private FakeSys sys;
    private KernelSensors sensors;

    @BeforeEach
    void open() {
        sys = new FakeSys(root);
        sensors = new KernelSensors(root);
    }

    private String read(String name) {
        Reading reading = sensors.read(SensorName.parse(name));
        return (reading.value().stripTrailingZeros().toPlainString() + " "
                        + reading.quantity().unit())
                .strip();
    }

    private void expectNone(String name, String... words) {
        assertThatThrownBy(() -> sensors.read(SensorName.parse(name)))
                .isInstanceOf(SensorException.class)
                .hasMessageStartingWith("sensor:" + name + ": ")
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @CsvSource({
        "temp_input,              21437,     temperature,       21.437 °C",
        "humidityrelative_input,  45210,     humidity,          45.21 %",
        "humidityrelative_input,  45210,     humidityrelative,  45.21 %",
        "pressure_input,          101.3,     pressure,          1013 hPa",
        "illuminance_input,       120.5,     illuminance,       120.5 lx",
        "concentration_co2_input, 0.0412,    concentration_co2, 412 ppm",
        "massconcentration_pm2p5_input, 8.5, massconcentration_pm2p5, 8.5 µg/m³",
        "distance_input,          0.731,     distance,          0.731 m",
        "accel_x_input,           9.81,      acceleration_x,    9.81 m/s²",
        "proximity_raw,           17,        proximity,         17"
    })
    void industrialIo(String file, String text, String channel, String value) {
        FakeSys.file(sys.iio(0, "1-0076", "chip"), "in_" + file, text);

        assertThat(read("iio:chip/" + channel)).isEqualTo(value);
        assertThat(read("iio:chip")).as("it has no other channel").isEqualTo(value);
        assertThat(read("iio:1-0076/" + channel)).as("by its address").isEqualTo(value);
    }

    @Test
    void rawValuesHaveAnOffsetAndAScale() {
        Path adc = sys.iio(0, "spi0.0", "mcp3008");
        FakeSys.file(adc, "in_voltage0_raw", "512");
        FakeSys.file(adc, "in_voltage1_raw", "100");
        FakeSys.file(adc, "in_voltage1_scale", "2");
        FakeSys.file(adc, "in_voltage_scale", "3.222656250");
        FakeSys.file(adc, "in_voltage0-voltage1_raw", "412");
        FakeSys.file(adc, "in_voltage-voltage_scale", "1");
        FakeSys.file(adc, "in_temp_raw", "500");
        FakeSys.file(adc, "in_temp_offset", "-100");
        FakeSys.file(adc, "in_temp_scale", "62.5");

        assertThat(read("iio:mcp3008/voltage0")).isEqualTo("1.65 V");
        assertThat(read("iio:mcp3008/voltage1")).as("a scale of its own").isEqualTo("0.2 V");
        assertThat(read("iio:mcp3008/voltage0-voltage1")).isEqualTo("0.412 V");
        assertThat(read("iio:mcp3008/temperature")).isEqualTo("25 °C");
    }

    /** The overlay mcp3008 names no reference: reading the scale fails, as it does of a folder. */
    @ParameterizedTest
    @CsvSource({"mcp3008, 512, 1.65 V", "mcp3208, 2048, 1.65 V", "mcp3008, 1023, 3.29677734375 V"})
    void aConverterWithoutAReferenceHasThatOfThePi(String chip, String raw, String value) throws Exception {
        Path adc = sys.iio(0, "spi0.0", chip);
        FakeSys.file(adc, "in_voltage0_raw", raw);
        Files.createDirectory(adc.resolve("in_voltage_scale"));

        assertThat(read("iio:" + chip + "/voltage0")).isEqualTo(value);
    }

    @Test
    void aScaleThatCannotBeReadIsNoValue() throws Exception {
        Path adc = sys.iio(0, "spi0.0", "max1118");
        FakeSys.file(adc, "in_voltage0_raw", "512");
        Files.createDirectory(adc.resolve("in_voltage_scale"));

        expectNone("iio:max1118/voltage0", "cannot be read");
    }

    @Test
    void aProcessedValueIsBetterThanARawOne() {
        Path chip = sys.iio(0, "1-0076", "bmp280");
        FakeSys.file(chip, "in_temp_raw", "7");
        FakeSys.file(chip, "in_temp_input", "20000");

        assertThat(read("iio:bmp280/temperature")).isEqualTo("20 °C");
    }

    @ParameterizedTest
    @CsvSource({
        "temp1_input,     21500,    21.5 °C",
        "in0_input,       3300,     3.3 V",
        "curr1_input,     250,      0.25 A",
        "power1_input,    1250000,  1.25 W",
        "power1_average,  1250000,  1.25 W",
        "energy1_input,   2500000,  2.5 J",
        "humidity1_input, 45210,    45.21 %",
        "fan1_input,      1200,     1200 rpm"
    })
    void hardwareMonitoring(String file, String text, String value) {
        FakeSys.file(sys.hwmon(3, "1-0048", "chip"), file, text);

        assertThat(read("hwmon:chip/" + file.replaceFirst("_.*", ""))).isEqualTo(value);
        assertThat(read("hwmon:1-0048")).isEqualTo(value);
    }

    @Test
    void channelsAreKnownByTheirLabels() {
        Path chip = sys.hwmon(0, "coretemp.0", "coretemp");
        FakeSys.file(chip, "temp1_input", "40000");
        FakeSys.file(chip, "temp2_input", "41000");
        FakeSys.file(chip, "temp2_label", "Core 0");

        assertThat(read("hwmon:coretemp/Core 0")).isEqualTo("41 °C");
        expectNone("hwmon:coretemp", "say which", "temp1, temp2");
    }

    @Test
    void aFaultOfASensorIsNoValue() {
        Path chip = sys.hwmon(0, "1-0048", "lm90");
        FakeSys.file(chip, "temp1_input", "127000");
        FakeSys.file(chip, "temp1_fault", "1");

        expectNone("hwmon:lm90/temp1", "fault");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "cpu-thermal", "thermal_zone0"})
    void theProcessor(String name) {
        FakeSys.file(sys.zone(0, "cpu-thermal"), "temp", "48312");

        assertThat(read("thermal:" + name)).isEqualTo("48.312 °C");
    }

    private void w1(String bytes, String crc, int value) {
        FakeSys.file(
                sys.root().resolve("bus/w1/devices").resolve(W1),
                "w1_slave",
                bytes + " : crc=1c " + crc + "\n" + bytes + " t=" + value);
    }

    @Test
    void oneWire() {
        sys.w1(W1);
        w1("57 01 4b 46 7f ff 0c 10 1c", "YES", 21437);
        assertThat(read("w1:" + W1)).isEqualTo("21.437 °C");

        w1("57 ff 4b 46 7f ff 0c 10 1c", "YES", -10562);
        assertThat(read("w1:" + W1)).isEqualTo("-10.562 °C");
    }

    @Test
    void answersThatLieAreNoValues() {
        sys.w1(W1);
        w1("50 05 4b 46 7f ff 0c 10 1c", "YES", 85000);
        expectNone("w1:" + W1, "85 °C", "power");
        w1("57 01 4b 46 7f ff 0c 10 1c", "NO", 21437);
        expectNone("w1:" + W1, "checksum");
        w1("00 00 00 00 00 00 00 00 00", "YES", 0);
        expectNone("w1:" + W1, "zeros");
        FakeSys.file(sys.root().resolve("bus/w1/devices").resolve(W1), "w1_slave", "");
        expectNone("w1:" + W1, "checksum");
    }

    @Test
    void whatIsAsHotIsBelieved() {
        sys.w1(W1);
        w1("48 05 4b 46 7f ff 08 10 1c", "YES", 84500);
        assertThat(read("w1:" + W1)).isEqualTo("84.5 °C");
        w1("50 05 4b 46 7f ff 10 10 1c", "YES", 85000);
        assertThat(read("w1:" + W1)).isEqualTo("85 °C");
    }

    @Test
    void whatIsNotThereIsSaidWithWhatToDo() {
        expectNone(
                "iio:bme280/temperature",
                "the kernel has none in iio",
                "dtoverlay=i2c-sensor,bme280 in /boot/firmware/config.txt");
        expectNone("w1:" + W1, "dtoverlay=w1-gpio");
        expectNone("hwmon:aht20/temp1", "dtoverlay=i2c-sensor,aht20");
        expectNone("hwmon:lm75/temp1", "dtoverlay=i2c-sensor,lm75,addr=0x48");

        FakeSys.file(sys.iio(0, "1-0023", "bh1750"), "in_illuminance_raw", "1");
        expectNone("iio:bme280/temperature", "the kernel has bh1750");
        expectNone("iio:bh1750/temperature", "the chip has no temperature; it has illuminance");
    }

    @Test
    void twoOfANameAreToldApartByTheirAddress() {
        FakeSys.file(sys.iio(0, "1-0076", "bme280"), "in_temp_input", "1000");
        FakeSys.file(sys.iio(1, "1-0077", "bme280"), "in_temp_input", "2000");

        expectNone("iio:bme280/temperature", "2 chips have this name", "1-0076, 1-0077");
        assertThat(read("iio:1-0077/temperature")).isEqualTo("2 °C");
        assertThat(sensors.list()).extracting(SensorName::toString).containsExactly("iio:1-0076", "iio:1-0077");
    }

    @Test
    void aLabelIsAName() {
        Path chip = sys.iio(0, "1-0076", "bme280");
        FakeSys.file(chip, "in_temp_input", "1000");
        FakeSys.file(chip, "label", "kitchen");

        assertThat(read("iio:kitchen/temperature")).isEqualTo("1 °C");
    }

    @Test
    void aDhtIsKnownWithoutItsPin() {
        FakeSys.file(sys.iio(0, "dht11@4", "dht11@4"), "in_temp_input", "1000");

        assertThat(read("iio:dht11/temperature")).isEqualTo("1 °C");
        assertThat(read("iio:dht11@4/temperature")).isEqualTo("1 °C");
    }

    @Test
    void aChipThatCameBackUnderAnotherNumberIsRead() throws Exception {
        FakeSys.file(sys.iio(0, "1-0076", "bme280"), "in_temp_input", "1000");
        assertThat(read("iio:bme280/temperature")).isEqualTo("1 °C");

        Files.delete(root.resolve("bus/iio/devices/iio:device0"));
        expectNone("iio:bme280/temperature", "no such chip");

        FakeSys.file(sys.iio(4, "1-0076", "bme280"), "in_temp_input", "2000");
        assertThat(read("iio:bme280/temperature")).isEqualTo("2 °C");
    }

    @Test
    void whatIsNoNumberIsNoValue() {
        FakeSys.file(sys.zone(0, "cpu-thermal"), "temp", "hot");

        expectNone("thermal:cpu", "'hot', which is no number");
    }

    @Test
    void listsWhatTheMachineHas() {
        Path chip = sys.iio(0, "1-0076", "bme280");
        FakeSys.file(chip, "in_temp_input", "1");
        FakeSys.file(chip, "in_pressure_input", "1");
        FakeSys.file(sys.hwmon(0, "1-0048", "lm75"), "temp1_input", "1");
        sys.w1(W1);
        sys.w1("00-800000000000");
        FakeSys.file(sys.zone(0, "cpu-thermal"), "temp", "1");

        assertThat(sensors.list())
                .extracting(SensorName::toString)
                .containsExactly(
                        "iio:bme280/pressure", "iio:bme280/temperature", "hwmon:lm75", "w1:" + W1, "thermal:cpu");
    }
}
