package dev.piroutes.cli;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names that a person lists in short: {@code g01..g30} stands for thirty, and so does {@code csc2106/g01..g30}; several are
 * separated by commas. The first number's digits say how many each has.
 */
final class NameRange {
    /** Of one list. */
    static final int MOST = 200;

    private static final Pattern RANGE = Pattern.compile("(.*?)(\\d{1,6})(?:\\.\\.|…)(.*?)(\\d{1,6})");

    private NameRange() {}

    /**
     * The names, each once, in the order given.
     *
     * @param setting what the list is the value of, for errors
     * @param valid what each name must match
     * @throws UsageException if one does not, if a range has no end, or if there are more than {@value #MOST}
     */
    static List<String> expand(String setting, String list, Pattern valid) {
        Set<String> names = new LinkedHashSet<>();
        for (String item : list.split(",")) {
            names.addAll(item(setting, item.trim()));
            if (names.size() > MOST) {
                throw new UsageException(setting + " must be at most " + MOST + " names, but was \"" + list + "\"");
            }
        }
        for (String name : names) {
            if (!valid.matcher(name).matches()) {
                throw new UsageException(setting + " must be names like g07, or g01..g30, but was \"" + list + "\"");
            }
        }
        return List.copyOf(names);
    }

    private static List<String> item(String setting, String item) {
        Matcher range = RANGE.matcher(item);
        if (!range.matches()) {
            return List.of(item);
        }
        String prefix = range.group(1);
        int from = Integer.parseInt(range.group(2));
        int to = Integer.parseInt(range.group(4));
        boolean fits = range.group(3).isEmpty() || prefix.endsWith(range.group(3));
        if (!fits || from > to || to - from >= MOST) {
            throw new UsageException(
                    setting + ": \"" + item + "\" must be a range of at most " + MOST + " names, such as g01..g30");
        }
        List<String> names = new ArrayList<>();
        for (int number = from; number <= to; number++) {
            names.add(prefix + String.format("%0" + range.group(2).length() + "d", number));
        }
        return names;
    }
}
