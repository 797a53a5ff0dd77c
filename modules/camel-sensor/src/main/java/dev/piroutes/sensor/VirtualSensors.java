package dev.piroutes.sensor;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sensors without a chip: each measures what it was told to, and until then what is usual in a room. Thread-safe. */
public final class VirtualSensors implements Sensors {
    private final Map<SensorName, Double> values = new ConcurrentHashMap<>();
    private final Map<SensorName, String> failures = new ConcurrentHashMap<>();

    /** Has a sensor measure this from now on. */
    public void measure(String name, double value) {
        SensorName sensor = SensorName.parse(name);
        failures.remove(sensor);
        values.put(sensor, value);
    }

    /** Has a sensor answer nothing that is a value, until {@link #measure} is called. @param why as a driver may say it */
    public void fail(String name, String why) {
        failures.put(SensorName.parse(name), why);
    }

    @Override
    public Reading read(SensorName name) {
        String failure = failures.get(name);
        if (failure != null) {
            throw SensorException.bad(name, failure);
        }
        Quantity quantity = name.quantity();
        return new Reading(BigDecimal.valueOf(values.computeIfAbsent(name, any -> quantity.rest())), quantity);
    }

    /** Those that were read, or measure something. */
    @Override
    public List<SensorName> list() {
        return values.keySet().stream()
                .sorted(Comparator.comparing(SensorName::toString))
                .toList();
    }

    @Override
    public boolean isVirtual() {
        return true;
    }
}
