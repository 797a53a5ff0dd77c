package dev.piroutes.gpio;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.util.StringHelper;

/**
 * Checks options, so that an error names the option, its value and what would fit. Those that are text are checked
 * before Camel converts them, because its errors name neither the option of a bad duration nor the choices of an enum.
 */
final class OptionCheck {
    private static final Pattern DURATION =
            Pattern.compile("\\d+|(?=\\d)(?:\\d+d)?(?:\\d+h)?(?:\\d+m(?!s))?(?:\\d+s)?(?:\\d+ms)?");

    private OptionCheck() {}

    /**
     * Checks every option that is given as text, by its type: our enums, booleans, and durations, which are {@code long}.
     *
     * @param types the generated configurer of the endpoint
     * @throws IllegalArgumentException naming the first that does not fit, its value and what would
     */
    static void text(Pin pin, Map<String, Object> parameters, PropertyConfigurerGetter types) {
        parameters.forEach((name, given) -> {
            Class<?> type = types.getOptionType(StringHelper.dashToCamelCase(name), true);
            if (type != null && given instanceof String text && !text.startsWith("#")) {
                if (type == long.class) {
                    duration(pin, name, text.strip());
                } else if (type == boolean.class) {
                    choice(pin, name, text.strip(), List.of("true", "false"));
                } else if (type.isEnum() && type.getName().startsWith("dev.piroutes.")) {
                    choice(pin, name, text.strip(), names(type.getEnumConstants()));
                }
            }
        });
    }

    static void notNegative(Pin pin, String name, long millis) {
        that(millis >= 0, pin, name + " must be 0 or more, but was " + millis + "ms");
    }

    static void positive(Pin pin, String name, long millis) {
        that(millis > 0, pin, name + " must be more than 0, but was " + millis + "ms");
    }

    static void that(boolean fits, Pin pin, String message) {
        if (!fits) {
            throw new IllegalArgumentException(pin + ": " + message);
        }
    }

    private static List<String> names(Object[] values) {
        return Arrays.stream(values).map(value -> dashed(value.toString())).toList();
    }

    private static String dashed(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void choice(Pin pin, String name, String text, List<String> choices) {
        String last = choices.get(choices.size() - 1);
        String others = String.join(", ", choices.subList(0, choices.size() - 1));
        that(
                choices.contains(dashed(text)),
                pin,
                name + " must be " + others + " or " + last + ", but was '" + text + "'");
    }

    private static void duration(Pin pin, String name, String text) {
        boolean iso = isIso(text);
        boolean negative = text.startsWith("-")
                && (iso || DURATION.matcher(text.substring(1)).matches());
        that(!negative, pin, name + " must be 0 or more, but was " + text);
        that(
                iso || DURATION.matcher(text).matches(),
                pin,
                name + " must be a duration such as 20ms, 1s or PT1.5S, but was '" + text + "'");
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
