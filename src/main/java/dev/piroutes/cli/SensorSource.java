package dev.piroutes.cli;

import java.util.Arrays;

/** Where sensors' values come from. */
enum SensorSource {
    AUTO,
    KERNEL,
    VIRTUAL;

    /** @throws UsageException if {@code sensor.source} is none of them */
    static SensorSource of(Settings settings) {
        String value = settings.require(Setting.SENSOR_SOURCE);
        return Arrays.stream(values())
                .filter(source -> source.name().equalsIgnoreCase(value.strip()))
                .findFirst()
                .orElseThrow(() ->
                        new UsageException("sensor.source must be auto, kernel or virtual, but was \"" + value + "\""));
    }

    /** @param virtualBoard whether the pins are simulated */
    boolean isVirtual(boolean virtualBoard) {
        return this == VIRTUAL || this == AUTO && virtualBoard;
    }
}
