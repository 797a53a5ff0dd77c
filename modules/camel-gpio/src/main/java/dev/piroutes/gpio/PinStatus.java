package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pin that routes have, as it is now.
 *
 * @param pin BCM number, of another chip's line one of {@link dev.piroutes.board.LineNumbers}
 * @param name for people: GP21 or mcp23017/5
 * @param header position on the 40-pin header; 0: it is not there
 * @param use input, output or dimmer
 * @param as what it is to a person
 * @param activeLow whether it is on when its level is low
 * @param routes the routes that have it
 * @param endpoint of an output: the URI through which they write it
 * @param debounce of an input: the longest of its routes, in milliseconds, so that a level that lasts as long is seen by all
 * @param figures what it has counted
 */
public record PinStatus(
        int pin,
        String name,
        int header,
        String use,
        GpioPart as,
        Level level,
        GpioState state,
        boolean activeLow,
        List<String> routes,
        @Nullable String endpoint,
        long debounce,
        Figures figures) {

    /**
     * Counted since the component was made.
     *
     * @param on 1 while the pin is on, else 0
     * @param edges changes of its level
     * @param events presses and the like that started a route
     */
    public record Figures(int on, long edges, long events) {}
}
