package dev.piroutes.sensor;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which sensor: {@code iio:bme280/temperature}.
 *
 * @param chip the name that its driver gives it, its label, or its address on its bus ({@code 1-0076}, {@code 28-0316a2795aff})
 * @param channel which of the chip's; null: the only one
 */
public record SensorName(Subsystem subsystem, String chip, @Nullable String channel) {

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException saying what is wrong with it, and what to write
     */
    public static SensorName parse(String text) {
        String name = text.strip();
        int colon = name.indexOf(':');
        String first = colon < 0 ? name : name.substring(0, colon);
        Subsystem subsystem = Subsystem.of(first)
                .orElseThrow(() -> new IllegalArgumentException("sensor:" + name + ": must begin with one of "
                        + Subsystem.all() + ", as in sensor:iio:bme280/temperature"));
        String[] parts = (colon < 0 ? "" : name.substring(colon + 1)).split("/", -1);
        if (parts.length > 2 || parts[0].isBlank() || parts[parts.length - 1].isBlank()) {
            throw new IllegalArgumentException("sensor:" + name + ": must be chip/channel after " + first
                    + ":, as in sensor:" + example(subsystem));
        }
        return new SensorName(subsystem, parts[0], parts.length == 1 ? null : parts[1]);
    }

    private static String example(Subsystem subsystem) {
        return switch (subsystem) {
            case IIO -> "iio:bme280/temperature";
            case HWMON -> "hwmon:lm75/temp1";
            case W1 -> "w1:28-0316a2795aff";
            case THERMAL -> "thermal:cpu";
        };
    }

    /** What it measures, as far as its name tells. */
    Quantity quantity() {
        return switch (subsystem) {
            case W1, THERMAL -> Quantity.TEMPERATURE;
            case IIO -> Optional.ofNullable(channel).flatMap(IioChips::quantity).orElse(Quantity.NUMBER);
            case HWMON ->
                Optional.ofNullable(channel).flatMap(HwmonChips::quantity).orElse(Quantity.TEMPERATURE);
        };
    }

    @Override
    public String toString() {
        return subsystem.text() + ":" + chip + (channel == null ? "" : "/" + channel);
    }
}
