package dev.piroutes.sensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where in the kernel a sensor's driver is. */
public enum Subsystem {
    /** Industrial I/O: most sensors and analogue-to-digital converters. */
    IIO,
    /** Hardware monitoring: thermometers, fans, supply voltages. */
    HWMON,
    /** Thermometers on a 1-Wire bus. */
    W1,
    /** What the kernel itself watches: the processor's temperature. */
    THERMAL;

    static Optional<Subsystem> of(String text) {
        return Arrays.stream(values()).filter(one -> one.text().equals(text)).findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(Subsystem::text).collect(Collectors.joining(", "));
    }

    /** As in a URI. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
