package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.EventObject;
import java.util.Map;
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
        super(new JsonObject(Map.of("event", "gpio-level", "pin", pin, "level", level.name(), "nanoTime", nanoTime)));
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
