package dev.piroutes.daytime;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is at which time. Every answer is worked out from the calendar, none from an earlier one: whatever happens to the clock, it is right
 * for what the clock says now.
 *
 * @param from when it begins to be on, or happens
 * @param to when it ends to be on; null: it happens, and does not last. Not after {@code from} means: on the next day
 * @param days on which it begins
 */
record Schedule(TimeOfDay from, @Nullable TimeOfDay to, Set<DayOfWeek> days, ZoneId zone, @Nullable Place place) {

    /** From what began two days ago, for a night over midnight and an offset, to the same day of next week. */
    private static final long BEFORE = -2;

    private static final long AFTER = 8;

    private record Span(Instant from, Instant to) {
        boolean has(Instant moment) {
            return !moment.isBefore(from) && moment.isBefore(to);
        }
    }

    private Stream<Span> around(Instant now) {
        LocalDate today = LocalDate.ofInstant(now, zone);
        return LongStream.rangeClosed(BEFORE, AFTER)
                .mapToObj(today::plusDays)
                .filter(day -> days.contains(day.getDayOfWeek()))
                .map(this::on);
    }

    private Span on(LocalDate day) {
        Instant begin = from.on(day, zone, place);
        if (to == null) {
            return new Span(begin, begin);
        }
        Instant end = to.on(day, zone, place);
        return new Span(begin, end.isAfter(begin) ? end : to.on(day.plusDays(1), zone, place));
    }

    boolean isOn(Instant now) {
        return around(now).anyMatch(span -> span.has(now));
    }

    /** When it happened last, of the last two days. */
    Optional<Instant> last(Instant now) {
        return around(now).map(Span::from).filter(at -> !at.isAfter(now)).max(Comparator.naturalOrder());
    }

    /** When it is otherwise, or happens, next; empty: not within a week. */
    Optional<Instant> next(Instant now) {
        boolean on = isOn(now);
        return around(now)
                .flatMap(span -> to == null ? Stream.of(span.from) : List.of(span.from, span.to).stream())
                .filter(at -> at.isAfter(now) && (to == null || isOn(at) != on))
                .min(Comparator.naturalOrder());
    }
}
