package dev.piroutes.board;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers for the lines of all chips, as the kernel's sysfs once had them. Those of the header are the Raspberry Pi's own: 0 to 27
 * (BCM). Each other chip has a thousand numbers from 1000 on, in the order in which chips are named; they mean something until the
 * program ends, and a person never sees one.
 */
public final class LineNumbers {
    private static final int PER_CHIP = 1000;
    private static final List<String> CHIPS = new ArrayList<>();

    private LineNumbers() {}

    /**
     * The number of a line.
     *
     * @param chip label of the chip, its address on its bus or its name, such as {@code mcp23017}, {@code 1-0020}, {@code gpiochip2}
     * @param offset of the line in its chip, 0 to 999
     */
    public static synchronized int of(String chip, int offset) {
        if (!CHIPS.contains(chip)) {
            CHIPS.add(chip);
        }
        return (CHIPS.indexOf(chip) + 1) * PER_CHIP + offset;
    }

    /** Whether it is a line of another chip than the header's. */
    public static boolean isOther(int number) {
        return number >= PER_CHIP;
    }

    /** The chip of a line that is not the header's. */
    static synchronized String chip(int number) {
        return CHIPS.get(number / PER_CHIP - 1);
    }

    /** The line's offset in its chip. */
    static int offset(int number) {
        return number % PER_CHIP;
    }

    /** As it stands in an endpoint, behind {@code gpio:}: {@code 21} or {@code mcp23017/5}. */
    public static String name(int number) {
        return isOther(number) ? chip(number) + "/" + offset(number) : String.valueOf(number);
    }
}
