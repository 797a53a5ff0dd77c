package dev.piroutes.gpio;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a pin is to a person who looks at the board. */
public enum GpioPart {
    /** An input that a finger holds. */
    BUTTON(true),
    /** An input that stays where it is put. */
    SWITCH(true),
    /** An input that something other than a person moves: motion, light, a door. */
    SENSOR(true),
    /** An output that shines. */
    LED(false),
    /** An output that switches something else. */
    RELAY(false),
    /** An output that sounds. */
    BUZZER(false);

    private final boolean input;

    GpioPart(boolean input) {
        this.input = input;
    }

    /** What a pin is that nothing is said of. */
    static GpioPart usual(boolean input) {
        return input ? BUTTON : LED;
    }

    /** @throws IllegalArgumentException if it cannot be what the pin is used as */
    void requireFor(Pin pin, boolean wanted) {
        String choices = Arrays.stream(values())
                .filter(part -> part.input == wanted)
                .map(part -> part.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        OptionCheck.that(
                input == wanted,
                pin,
                "as must be one of " + choices + " for an " + (wanted ? "input" : "output") + ", but was '"
                        + name().toLowerCase(Locale.ROOT) + "'");
    }
}
