package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import org.apache.camel.spi.CamelEvent;

/**
 * A pin in use has another level: for Camel's event notifiers.
 *
 * @param pin BCM number
 * @param nanoTime when, on the clock of {@link System#nanoTime}
 * @param timestamp when the event was made, in milliseconds since 1970
 */
public record GpioLevelEvent(int pin, Level level, long nanoTime, long timestamp) implements CamelEvent {
    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Object getSource() {
        return this;
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
