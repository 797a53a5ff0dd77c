package dev.piroutes.daytime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on when, in a place that has a summer time, and where the sun does not set. */
class ScheduleTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Place AT_BERLIN = new Place(52.52, 13.41);
    private static final Place AT_TROMSOE = new Place(69.65, 18.96);

    private static Schedule schedule(String from, @Nullable String to, String days, Place place) {
        return new Schedule(
                TimeOfDay.parse("from", from),
                to == null ? null : TimeOfDay.parse("to", to),
                Days.parse(days),
                BERLIN,
                place);
    }

    private static Instant at(String local) {
        return ZonedDateTime.of(LocalDateTime.parse(local), BERLIN).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        // 2026-01-05 is a Monday.
        "2026-01-05T07:29:59, false",
        "2026-01-05T07:30:00, true",
        "2026-01-05T15:59:59, true",
        "2026-01-05T16:00:00, false",
        "2026-01-09T12:00:00, true",
        "2026-01-10T12:00:00, false",
        "2026-01-11T12:00:00, false"
    })
    void weekdays(String now, boolean on) {
        assertThat(schedule("07:30", "16:00", "MON-FRI", AT_BERLIN).isOn(at(now)))
                .isEqualTo(on);
    }

    @Test
    void tellsWhenItIsOtherwiseNext() {
        Schedule schedule = schedule("07:30", "16:00", "MON-FRI", AT_BERLIN);

        assertThat(schedule.next(at("2026-01-05T07:00:00"))).contains(at("2026-01-05T07:30:00"));
        assertThat(schedule.next(at("2026-01-05T07:30:00"))).contains(at("2026-01-05T16:00:00"));
        assertThat(schedule.next(at("2026-01-09T16:00:00"))).contains(at("2026-01-12T07:30:00"));
        assertThat(schedule("07:30", "16:00", "MON", AT_BERLIN).next(at("2026-01-05T16:00:00")))
                .as("in a week")
                .contains(at("2026-01-12T07:30:00"));
    }

    @Test
    void aNightBelongsToTheDayOnWhichItBegins() {
        Schedule schedule = schedule("22:00", "06:00", "FRI", AT_BERLIN);

        assertThat(schedule.isOn(at("2026-01-09T23:00:00"))).isTrue();
        assertThat(schedule.isOn(at("2026-01-10T05:59:00"))).isTrue();
        assertThat(schedule.isOn(at("2026-01-10T06:00:00"))).isFalse();
        assertThat(schedule.isOn(at("2026-01-09T05:00:00"))).isFalse();
    }

    @Test
    void nightsThatMeetAreOne() {
        Schedule schedule = schedule("06:00", "06:00:01", "MON-SUN", AT_BERLIN);
        assertThat(schedule.next(at("2026-01-05T06:00:00"))).contains(at("2026-01-05T06:00:01"));
        assertThat(schedule("08:00", "07:59:59", "MON-SUN", AT_BERLIN).next(at("2026-01-05T08:00:00")))
                .contains(at("2026-01-06T07:59:59"));
    }

    /** The clock goes from 02:00 to 03:00 on 2026-03-29, and from 03:00 to 02:00 on 2026-10-25. */
    @Test
    void summerTime() {
        Schedule bell = schedule("02:30", null, "SUN", AT_BERLIN);
        assertThat(bell.next(Instant.parse("2026-03-28T12:00:00Z"))).contains(Instant.parse("2026-03-29T01:30:00Z"));
        assertThat(bell.next(Instant.parse("2026-10-24T12:00:00Z"))).contains(Instant.parse("2026-10-25T00:30:00Z"));
        assertThat(bell.next(Instant.parse("2026-10-25T00:30:00Z")))
                .as("once")
                .contains(Instant.parse("2026-11-01T01:30:00Z"));

        Schedule morning = schedule("07:30", "08:00", "MON-SUN", AT_BERLIN);
        assertThat(morning.next(Instant.parse("2026-03-28T12:00:00Z"))).contains(Instant.parse("2026-03-29T05:30:00Z"));
        assertThat(morning.next(Instant.parse("2026-10-24T12:00:00Z"))).contains(Instant.parse("2026-10-25T06:30:00Z"));
    }

    /** Within two minutes of the U.S. Naval Observatory's for the place. */
    @ParameterizedTest
    @CsvSource({
        "sunrise,     2026-06-21T00:00:00, 2026-06-21T04:43:00",
        "sunset,      2026-06-21T00:00:00, 2026-06-21T21:33:00",
        "sunrise,     2026-12-21T00:00:00, 2026-12-21T08:15:00",
        "sunset,      2026-12-21T00:00:00, 2026-12-21T15:54:00",
        "sunset-30m,  2026-12-21T00:00:00, 2026-12-21T15:24:00",
        "sunset+1h,   2026-12-21T00:00:00, 2026-12-21T16:54:00"
    })
    void theSun(String when, String now, String expected) {
        Instant next = schedule(when, null, "MON-SUN", AT_BERLIN).next(at(now)).orElseThrow();

        assertThat(Duration.between(at(expected), next).abs()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void civilTwilightIsAroundTheDay() {
        Instant midnight = at("2026-03-20T00:00:00");
        Instant dawn =
                schedule("dawn", null, "MON-SUN", AT_BERLIN).next(midnight).orElseThrow();
        Instant sunrise =
                schedule("sunrise", null, "MON-SUN", AT_BERLIN).next(midnight).orElseThrow();
        Instant sunset =
                schedule("sunset", null, "MON-SUN", AT_BERLIN).next(midnight).orElseThrow();
        Instant dusk =
                schedule("dusk", null, "MON-SUN", AT_BERLIN).next(midnight).orElseThrow();

        assertThat(Duration.between(dawn, sunrise)).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(45));
        assertThat(Duration.between(sunset, dusk)).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(45));
    }

    @Test
    void whereTheSunDoesNotSetOrRise() {
        Schedule day = schedule("sunrise", "sunset", "MON-SUN", AT_TROMSOE);
        Schedule night = schedule("sunset", "sunrise", "MON-SUN", AT_TROMSOE);
        for (String hour : new String[] {"00:30", "06:00", "12:00", "18:00", "23:30"}) {
            assertThat(day.isOn(at("2026-06-21T" + hour + ":00")))
                    .as("day in June, %s", hour)
                    .isTrue();
            assertThat(night.isOn(at("2026-06-21T" + hour + ":00")))
                    .as("night in June, %s", hour)
                    .isFalse();
            assertThat(day.isOn(at("2026-12-21T" + hour + ":00")))
                    .as("day in December, %s", hour)
                    .isFalse();
            assertThat(night.isOn(at("2026-12-21T" + hour + ":00")))
                    .as("night in December, %s", hour)
                    .isTrue();
        }
    }

    @Test
    void lastIsWhatHappenedLast() {
        Schedule bell = schedule("07:30", null, "MON-FRI", AT_BERLIN);

        assertThat(bell.last(at("2026-01-05T07:30:00"))).contains(at("2026-01-05T07:30:00"));
        assertThat(bell.last(at("2026-01-05T07:29:59"))).as("three days ago").isEmpty();
        assertThat(bell.last(at("2026-01-06T07:00:00"))).contains(at("2026-01-05T07:30:00"));
    }

    @Test
    void daysOfTheWeek() {
        assertThat(Days.parse("mon-wed, sun"))
                .isEqualTo(EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.SUNDAY));
        assertThat(Days.parse("FRI-MON"))
                .isEqualTo(EnumSet.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY, DayOfWeek.SUNDAY, DayOfWeek.MONDAY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MONDAY", "MON-", "-FRI", "1-5", "MON;TUE", "MON-WED-FRI", "MON,,TUE"})
    void whatAreNoDays(String text) {
        assertThatThrownBy(() -> Days.parse(text))
                .hasMessageContaining("such as MON-FRI or SAT,SUN, but was '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "24:00",
                "12:60",
                "7:5",
                "noon",
                "sunset 30m",
                "sunset-",
                "sunset-soon",
                "sunrise+-1h",
                "12:00+1h"
            })
    void whatIsNoTime(String text) {
        assertThatThrownBy(() -> TimeOfDay.parse("from", text))
                .hasMessageStartingWith("from must be a time such as 07:30, sunrise, sunset-30m")
                .hasMessageEndingWith("but was '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7:05", "07:05", "07:05:30", "Sunset", "SUNRISE + 10m", "dusk-1h30m"})
    void whatIsATime(String text) {
        assertThat(TimeOfDay.parse("from", text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Berlin", "52.52", "52.52;13.41", "91,0", "0,181", "52,52,13,41"})
    void whatIsNoPlace(String text) {
        assertThatThrownBy(() -> Place.parse(text))
                .hasMessageContaining("such as 52.52,13.41")
                .hasMessageEndingWith("'" + text + "'");
    }
}
