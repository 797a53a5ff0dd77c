package dev.piroutes.sensor;

import java.util.Arrays;
import java.util.Optional;

/** What can be measured, in the unit in which people say it. */
public enum Quantity {
    TEMPERATURE("temperature", "°C", 2, -20, 60, 20),
    HUMIDITY("humidity", "%", 1, 0, 100, 50),
    PRESSURE("pressure", "hPa", 2, 950, 1050, 1013),
    ILLUMINANCE("illuminance", "lx", 1, 0, 1000, 200),
    VOLTAGE("voltage", "V", 3, 0, 5, 0),
    CURRENT("current", "A", 3, 0, 5, 0),
    POWER("power", "W", 3, 0, 50, 0),
    ENERGY("energy", "J", 1, 0, 1000, 0),
    RESISTANCE("resistance", "Ω", 1, 0, 10_000, 1000),
    DISTANCE("distance", "m", 3, 0, 4, 1),
    FAN_SPEED("fan", "rpm", 0, 0, 5000, 0),
    CONCENTRATION("concentration", "ppm", 0, 0, 2000, 400),
    MASS_CONCENTRATION("massconcentration", "µg/m³", 1, 0, 200, 10),
    ACCELERATION("acceleration", "m/s²", 3, -20, 20, 0),
    ANGULAR_VELOCITY("angularvelocity", "rad/s", 3, -5, 5, 0),
    MAGNETIC_FIELD("magneticfield", "G", 3, -1, 1, 0),
    /** Whatever else a driver measures: a number without a unit, as the kernel gives it. */
    NUMBER("number", "", 3, 0, 1000, 0);

    private final String channel;
    private final String unit;
    private final int decimals;
    private final double low;
    private final double high;
    private final double rest;

    Quantity(String channel, String unit, int decimals, double low, double high, double rest) {
        this.channel = channel;
        this.unit = unit;
        this.decimals = decimals;
        this.low = low;
        this.high = high;
        this.rest = rest;
    }

    /** The one that a channel is named after, as {@code voltage} is of {@code voltage0}. */
    static Optional<Quantity> ofChannel(String name) {
        return Arrays.stream(values())
                .filter(quantity -> name.matches(quantity.channel + "(\\d.*|_.*|-.*)?"))
                .findFirst();
    }

    /** How a channel of it is named. */
    public String channel() {
        return channel;
    }

    /** Empty: none. */
    public String unit() {
        return unit;
    }

    /** Digits after the point of a value that is told, if nobody says how many: finer than its usual sensors measure. */
    public int decimals() {
        return decimals;
    }

    /** The lowest value that a simulated sensor can be moved to. */
    public double low() {
        return low;
    }

    /** The highest value that a simulated sensor can be moved to. */
    public double high() {
        return high;
    }

    /** What a simulated sensor measures until somebody moves it. */
    public double rest() {
        return rest;
    }
}
