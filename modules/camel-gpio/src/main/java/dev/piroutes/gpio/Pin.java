package dev.piroutes.gpio;

import dev.piroutes.board.LineNumbers;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pin of the 40-pin header, or a line of another chip.
 *
 * @param number of the header 0 to 27 (BCM), of another chip one of {@link LineNumbers}
 */
public record Pin(int number) {
    private static final int LAST = 27;
    /** Header position of GPIO 0, 1, 2 and so on. */
    private static final int[] HEADER = {
        27, 28, 3, 5, 7, 29, 31, 26, 24, 21, 19, 23, 32, 33, 8, 10, 36, 11, 12, 35, 38, 40, 15, 16, 18, 22, 37, 13
    };

    private static final Map<Integer, Integer> BY_HEADER =
            IntStream.rangeClosed(0, LAST).boxed().collect(Collectors.toMap(bcm -> HEADER[bcm], bcm -> bcm));
    private static final Map<Integer, String> POWER = Map.of(1, "3.3 V", 17, "3.3 V", 2, "5 V", 4, "5 V");
    private static final Pattern NUMBER = Pattern.compile("(?:GP|GPIO)?(\\d{1,3})", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINE = Pattern.compile("([^/\\s]+)/(\\d{1,3})");
    private static final Pattern POSITION = Pattern.compile("pin:(\\d{1,3})", Pattern.CASE_INSENSITIVE);

    public Pin {
        if (number < 0 || number > LAST && !LineNumbers.isOther(number)) {
            throw new IllegalArgumentException(
                    "gpio:" + number + ": no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)");
        }
    }

    /**
     * Reads {@code 21}, {@code GP21} or {@code GPIO21} (the chip's numbering), {@code pin:40} (header position) or {@code
     * mcp23017/5} (line 5 of another chip).
     *
     * @throws IllegalArgumentException if it is none of these, or not a GPIO
     */
    public static Pin parse(String text) {
        Matcher number = NUMBER.matcher(text);
        if (number.matches()) {
            return new Pin(Integer.parseInt(number.group(1)));
        }
        Matcher position = POSITION.matcher(text);
        if (position.matches()) {
            return atHeader(Integer.parseInt(position.group(1)));
        }
        Matcher line = LINE.matcher(text);
        if (line.matches()) {
            return new Pin(LineNumbers.of(line.group(1), Integer.parseInt(line.group(2))));
        }
        throw new IllegalArgumentException("gpio:" + text
                + ": not a pin; write 21 or GP21 (GPIO number), pin:40 (position on the header) or mcp23017/5 (line of another"
                + " chip)");
    }

    private static Pin atHeader(int position) {
        Integer bcm = BY_HEADER.get(position);
        if (bcm == null) {
            String what = position < 1 || position > 40
                    ? "the header has positions 1 to 40"
                    : "that position is " + POWER.getOrDefault(position, "ground");
            throw new IllegalArgumentException("gpio:pin:" + position + ": not a GPIO; " + what);
        }
        return new Pin(bcm);
    }

    /** Position on the 40-pin header, 1 to 40; 0: it is not there. */
    int header() {
        return LineNumbers.isOther(number) ? 0 : HEADER[number];
    }

    /** Behind {@code gpio:}: {@code 21} or {@code mcp23017/5}. */
    public String line() {
        return LineNumbers.name(number);
    }

    /** As the header {@code CamelGpioPin} has it: a number, of another chip's line a text. */
    Object value() {
        return LineNumbers.isOther(number) ? line() : (Object) number;
    }

    /** For people: {@code GP21} or {@code mcp23017/5}. */
    public String name() {
        return LineNumbers.isOther(number) ? line() : "GP" + number;
    }

    /** As it stands in error messages: {@code gpio:21 (header pin 40)}. */
    @Override
    public String toString() {
        return "gpio:" + line() + (LineNumbers.isOther(number) ? "" : " (header pin " + header() + ")");
    }
}
