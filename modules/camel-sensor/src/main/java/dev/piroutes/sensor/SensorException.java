package dev.piroutes.sensor;

/** A sensor has no value now. The message is one line that begins with its URI and says why. */
public class SensorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean absent;

    private SensorException(String message, boolean absent) {
        super(message);
        this.absent = absent;
    }

    /** There is no such sensor at this moment. */
    static SensorException absent(SensorName name, String why) {
        return new SensorException("sensor:" + name + ": " + why, true);
    }

    /** It is there, but what it answered is no value. */
    static SensorException bad(SensorName name, String why) {
        return new SensorException("sensor:" + name + ": " + why, false);
    }

    /** Whether the sensor is not there, rather than one answer of it no good. */
    public boolean isAbsent() {
        return absent;
    }
}
