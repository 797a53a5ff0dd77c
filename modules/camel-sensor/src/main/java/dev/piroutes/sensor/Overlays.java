package dev.piroutes.sensor;

import java.util.Optional;
import java.util.Set;

/**
 * How a Raspberry Pi is told that a chip is wired to it: a line of {@code /boot/firmware/config.txt}. Source:
 * {@code boot/overlays/README} of the firmware.
 */
final class Overlays {
    /** Chips of the overlay i2c-sensor, as both it and the kernel's driver name them. */
    private static final Set<String> ON_I2C = Set.of(
            "adt7410",
            "aht10",
            "aht20",
            "bh1750",
            "bme280",
            "bme680",
            "bmp085",
            "bmp180",
            "bmp280",
            "bmp380",
            "ccs811",
            "ds1621",
            "hdc100x",
            "hts221",
            "htu21",
            "jc42",
            "lm75",
            "max17040",
            "ms5637",
            "ms5803",
            "ms5805",
            "ms5837",
            "ms8607",
            "sht3x",
            "sht4x",
            "shtc3",
            "si7020",
            "tmp102",
            "tsl4531",
            "veml6070");

    private Overlays() {}

    /** The line for a chip of this name; empty: it needs none, or nobody knows. */
    static Optional<String> line(SensorName name) {
        String chip = name.chip();
        if (name.subsystem() == Subsystem.W1) {
            return Optional.of("dtoverlay=w1-gpio,gpiopin=4");
        }
        if (chip.equals("lm75")) {
            // Its default is 0x4f; boards are at 0x48.
            return Optional.of("dtoverlay=i2c-sensor,lm75,addr=0x48");
        }
        if (ON_I2C.contains(chip)) {
            return Optional.of("dtoverlay=i2c-sensor," + chip);
        }
        if (chip.startsWith("dht11") || chip.startsWith("dht22")) {
            return Optional.of("dtoverlay=dht11,gpiopin=4");
        }
        if (chip.equals("ads1015") || chip.equals("ads1115")) {
            return Optional.of("dtoverlay=" + chip + ",cha_enable,chb_enable,chc_enable,chd_enable");
        }
        if (chip.matches("mcp300[48]|mcp3208|mcp3204")) {
            return Optional.of("dtoverlay=mcp3008,spi0-0-present");
        }
        if (chip.equals("mcp3202")) {
            return Optional.of("dtoverlay=mcp3202,spi0-0-present");
        }
        return Optional.empty();
    }
}
