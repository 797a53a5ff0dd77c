package dev.piroutes.sensor;

import java.util.List;

/** Where readings come from. To be implemented for sensors that no driver of the kernel has. */
public interface Sensors {
    /**
     * Measures now. Takes as long as the chip does; a DS18B20 takes three quarters of a second.
     *
     * @throws SensorException if there is no value
     */
    Reading read(SensorName name);

    /** All that can be read here, by the names to write. */
    List<SensorName> list();

    /** Whether values are simulated. */
    boolean isVirtual();
}
