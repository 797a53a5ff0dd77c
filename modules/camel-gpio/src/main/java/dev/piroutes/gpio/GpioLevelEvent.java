package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.EventObject;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.util.json.JsonObject;

/**
 * A pin in use has another level: for Camel's event notifiers. The source is a {@code JsonObject} with the {@code event}
 * "gpio-level", {@code pin} (BCM number), {@code level} (HIGH or LOW) and {@code nanoTime} (when, on the clock of {@link
 * System#nanoTime}).
 */
public final class GpioLevelEvent extends EventObject implements CamelEvent {
    private static final long serialVersionUID = 1;

    private final long timestamp = System.currentTimeMillis();

    GpioLevelEvent(int pin, Level level, long nanoTime) {
        super(json(pin, level, nanoTime));
    }

    private static JsonObject json(int pin, Level level, long nanoTime) {
        JsonObject json = new JsonObject();
        json.put("event", "gpio-level");
        json.put("pin", pin);
        json.put("level", level.name());
        json.put("nanoTime", nanoTime);
        return json;
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        // it is when the event was made
    }
}
