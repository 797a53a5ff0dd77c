package dev.piroutes.gpio;

import dev.piroutes.board.Pull;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the text of options before Camel converts it, because Camel takes {@code debounce=soon} for 0 ms and names
 * neither option nor choices when an enum does not fit.
 */
final class GpioOptions {
    private static final Set<String> DURATIONS = Set.of(
            "debounce",
            "longPressTime",
            "doubleClickTime",
            "repeatDelay",
            "repeatPeriod",
            "onTime",
            "offTime",
            "maxOnTime");
    private static final Map<String, List<String>> CHOICES = Map.of(
            "pull", names(Pull.values()),
            "event", names(GpioEvent.values()),
            "action", names(GpioAction.values()),
            "initialState", names(GpioState.values()),
            "shutdownState", names(GpioState.values()),
            "activeLow", List.of("true", "false"),
            "simulate", List.of("true", "false"),
            "pwm", List.of("true", "false"),
            "restore", List.of("true", "false"));
    private static final Pattern DURATION =
            Pattern.compile("\\d+|(?=\\d)(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?!s))?(?:\\d+s)?(?:\\d+ms)?");

    private GpioOptions() {}

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    /**
     * Checks every option that is given as text.
     *
     * @throws IllegalArgumentException naming the first that does not fit, its value and what would
     */
    static void check(Pin pin, Map<String, Object> parameters) {
        parameters.forEach((name, given) -> {
            if (given instanceof String text && !text.startsWith("#")) {
                if (DURATIONS.contains(name)) {
                    duration(pin, name, text.strip());
                } else if (CHOICES.containsKey(name)) {
                    choice(pin, name, text.strip(), CHOICES.get(name));
                }
            }
        });
    }

    /** Checks a duration that was set as a number of milliseconds. */
    static void notNegative(Pin pin, String name, long millis) {
        if (millis < 0) {
            throw negative(pin, name, millis + "ms");
        }
    }

    /** Checks a duration that must not be 0 either. */
    static void positive(Pin pin, String name, long millis) {
        if (millis <= 0) {
            throw new IllegalArgumentException(pin + ": " + name + " must be more than 0, but was " + millis + "ms");
        }
    }

    /** Checks how often a second a dimmed output goes on and off. */
    static void frequency(Pin pin, int hertz) {
        if (hertz < 1 || hertz > 100_000) {
            throw new IllegalArgumentException(pin + ": frequency must be 1 to 100000 (Hz), but was " + hertz);
        }
    }

    /** Checks how often an output shall blink. */
    static void count(Pin pin, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(pin + ": count must be 0 or more, but was " + count);
        }
    }

    private static void choice(Pin pin, String name, String text, List<String> choices) {
        if (!choices.contains(text.toLowerCase(Locale.ROOT).replace('_', '-'))) {
            throw new IllegalArgumentException(
                    pin + ": " + name + " must be " + either(choices) + ", but was '" + text + "'");
        }
    }

    private static String either(List<String> choices) {
        int last = choices.size() - 1;
        return String.join(", ", choices.subList(0, last)) + " or " + choices.get(last);
    }

    private static void duration(Pin pin, String name, String text) {
        if (text.startsWith("-") && (isDuration(text.substring(1)) || isIso(text))) {
            throw negative(pin, name, text);
        }
        if (!isDuration(text) && !isIso(text)) {
            throw new IllegalArgumentException(
                    pin + ": " + name + " must be a duration such as 20ms, 1s or PT1.5S, but was '" + text + "'");
        }
    }

    private static IllegalArgumentException negative(Pin pin, String name, String text) {
        return new IllegalArgumentException(pin + ": " + name + " must be 0 or more, but was " + text);
    }

    private static boolean isDuration(String text) {
        return DURATION.matcher(text).matches();
    }

    private static boolean isIso(String text) {
        try {
            Duration.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
