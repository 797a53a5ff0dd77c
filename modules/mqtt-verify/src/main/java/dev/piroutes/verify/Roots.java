package dev.piroutes.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The roots that {@code --root} names: one, several with commas, or a range like {@code csc2106/g01..g30}. */
public final class Roots {

    private static final Pattern RANGE = Pattern.compile("(.*?)([0-9]+)(?:\\.\\.|…)(.*?)([0-9]+)");
    private static final Pattern ROOT = Pattern.compile("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*");

    /** More than a hall of groups. */
    private static final int MOST = 500;

    private Roots() {}

    /** @throws IllegalArgumentException in one line: what is wrong, what would be right */
    public static List<String> of(String text) {
        List<String> roots = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            roots.addAll(range(part.trim()));
        }
        for (String root : roots) {
            if (!ROOT.matcher(root).matches()) {
                throw new IllegalArgumentException(
                        "--root must be topics like csc2106/g07 or csc2106/g01..g30 (letters, "
                                + "digits, - and _ between the slashes), but was \"" + text + "\"");
            }
        }
        if (roots.size() > MOST || roots.stream().distinct().count() < roots.size()) {
            throw new IllegalArgumentException(
                    "--root must name " + MOST + " different roots at most, but was \"" + text + "\"");
        }
        return roots;
    }

    private static List<String> range(String part) {
        Matcher range = RANGE.matcher(part);
        if (!range.matches()) {
            return List.of(part);
        }
        String prefix = range.group(1);
        String last = prefix.substring(prefix.lastIndexOf('/') + 1);
        // csc2106/g01..g30 and csc2106/g01..csc2106/g30 are the same.
        boolean same = range.group(3).equals(last)
                || range.group(3).equals(prefix)
                || range.group(3).isEmpty();
        String from = range.group(2);
        String to = range.group(4);
        if (!same || from.length() > 6 || to.length() > 6 || Integer.parseInt(from) > Integer.parseInt(to)) {
            throw new IllegalArgumentException(
                    "--root must be a range like csc2106/g01..g30, but was \"" + part + "\"");
        }
        List<String> roots = new ArrayList<>();
        for (int number = Integer.parseInt(from); number <= Integer.parseInt(to) && roots.size() <= MOST; number++) {
            String digits = Integer.toString(number);
            roots.add(prefix + "0".repeat(Math.max(0, from.length() - digits.length())) + digits);
        }
        return roots;
    }
}
