package dev.piroutes.daytime;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.shredzone.commons.suncalc.SunTimes;

/**
 * A moment of each day: {@code 07:30}, {@code sunset}, {@code sunset-30m}.
 *
 * @param clock by the clock; null: by the sun
 * @param sun what the sun does then
 * @param offset how long after it, or before
 */
record TimeOfDay(@Nullable LocalTime clock, @Nullable Sun sun, Duration offset) {
    private static final Pattern CLOCK = Pattern.compile("\\d{1,2}:\\d{2}(:\\d{2})?");
    private static final Pattern BY_SUN = Pattern.compile("(dawn|sunrise|sunset|dusk)(?:\\s*([+-])\\s*(\\w+))?");

    /** What the sun does. */
    enum Sun {
        /** It is 6 degrees below the horizon, and rises: civil dawn. */
        DAWN,
        SUNRISE,
        SUNSET,
        /** It is 6 degrees below the horizon, and sets: civil dusk. */
        DUSK;

        boolean isMorning() {
            return this == DAWN || this == SUNRISE;
        }
    }

    /** @throws IllegalArgumentException saying what would be one */
    static TimeOfDay parse(String option, String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        try {
            if (CLOCK.matcher(word).matches()) {
                return new TimeOfDay(LocalTime.parse(word.length() % 3 == 1 ? "0" + word : word), null, Duration.ZERO);
            }
            Matcher parts = BY_SUN.matcher(word);
            if (parts.matches()) {
                Sun sun = Sun.valueOf(parts.group(1).toUpperCase(Locale.ROOT));
                Duration offset = parts.group(3) == null
                        ? Duration.ZERO
                        : Duration.ofMillis(TimeUtils.toMilliSeconds(parts.group(3)));
                return new TimeOfDay(null, sun, "-".equals(parts.group(2)) ? offset.negated() : offset);
            }
        } catch (RuntimeException e) {
            // As below: it looks like one, and is none. Camel throws what it likes at a duration that is none.
        }
        throw new IllegalArgumentException(option
                + " must be a time such as 07:30, sunrise, sunset-30m or dusk+1h (dawn, sunrise, sunset, dusk), but was '"
                + text + "'");
    }

    /**
     * When that is on a day. A time that the clock leaves out, in the night in which it is set forward, is as much later; of one that it
     * shows twice, the first counts. Where the sun is up all day it rises as the day begins, and sets as it ends; where it is down all
     * day, the other way round.
     *
     * @param place for the sun
     */
    Instant on(LocalDate date, ZoneId zone, @Nullable Place place) {
        if (clock != null) {
            return ZonedDateTime.of(date, clock, zone).toInstant();
        }
        if (sun == null || place == null) {
            throw new IllegalStateException("the sun needs a place");
        }
        boolean twilight = sun == Sun.DAWN || sun == Sun.DUSK;
        SunTimes times = SunTimes.compute()
                .on(date)
                .timezone(zone)
                .oneDay()
                .at(place.latitude(), place.longitude())
                .twilight(twilight ? SunTimes.Twilight.CIVIL : SunTimes.Twilight.VISUAL)
                .execute();
        ZonedDateTime at = sun.isMorning() ? times.getRise() : times.getSet();
        return Optional.ofNullable(at)
                .map(ZonedDateTime::toInstant)
                .orElseGet(() -> date.plusDays(times.isAlwaysUp() == sun.isMorning() ? 0 : 1)
                        .atStartOfDay(zone)
                        .toInstant())
                .plus(offset);
    }

    boolean needsPlace() {
        return sun != null;
    }
}
