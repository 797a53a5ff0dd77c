package dev.piroutes.daytime;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Days of the week: {@code MON-FRI}, {@code SAT,SUN}, {@code FRI-MON}. */
final class Days {
    private static final List<String> NAMES = Arrays.stream(DayOfWeek.values())
            .map(day -> day.name().substring(0, 3))
            .toList();

    private Days() {}

    /** @throws IllegalArgumentException saying what would be some */
    static Set<DayOfWeek> parse(String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            String[] ends = part.strip().split("-", -1);
            if (ends.length > 2) {
                throw none(text);
            }
            DayOfWeek last = day(ends[ends.length - 1], text);
            for (DayOfWeek day = day(ends[0], text); ; day = day.plus(1)) {
                days.add(day);
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static DayOfWeek day(String name, String text) {
        int index = NAMES.indexOf(name.strip());
        if (index < 0) {
            throw none(text);
        }
        return DayOfWeek.of(index + 1);
    }

    private static IllegalArgumentException none(String text) {
        return new IllegalArgumentException("days must be some of " + String.join(", ", NAMES)
                + ", such as MON-FRI or SAT,SUN, but was '" + text + "'");
    }
}
