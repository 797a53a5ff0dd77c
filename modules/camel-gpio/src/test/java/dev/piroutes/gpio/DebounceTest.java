package dev.piroutes.gpio;

import static dev.piroutes.board.Level.HIGH;
import static dev.piroutes.board.Level.LOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DebounceTest {
    private final List<String> passed = new ArrayList<>();

    private Debounce filter(long quiet) {
        return new Debounce(HIGH, any -> quiet, (level, time) -> passed.add(level + "@" + time));
    }

    @Test
    void passesALevelAfterExactlyTheQuietTime() {
        Debounce filter = filter(20);
        filter.level(LOW, 100);

        filter.time(119);
        assertThat(passed).isEmpty();
        filter.time(120);

        assertThat(passed).containsExactly("LOW@100");
    }

    @Test
    void ignoresAPulseOneUnitShorterThanTheQuietTime() {
        Debounce filter = filter(20);
        filter.level(LOW, 100);
        filter.level(HIGH, 119);
        filter.time(1_000);

        assertThat(passed).isEmpty();
        assertThat(filter.deadline()).isEmpty();
    }

    @Test
    void passesAPulseOfExactlyTheQuietTimeEvenIfNobodyLookedMeanwhile() {
        Debounce filter = filter(20);
        filter.level(LOW, 100);
        filter.level(HIGH, 120);
        filter.time(140);

        assertThat(passed).containsExactly("LOW@100", "HIGH@120");
    }

    @Test
    void everyBounceStartsTheQuietTimeAnew() {
        Debounce filter = filter(20);
        filter.level(LOW, 100);
        filter.level(HIGH, 105);
        filter.level(LOW, 110);

        assertThat(filter.deadline()).hasValue(130);
        filter.time(129);
        assertThat(passed).isEmpty();
        filter.time(130);
        assertThat(passed).containsExactly("LOW@110");
    }

    @Test
    void sameLevelAgainDoesNotPutOffTheQuietTime() {
        Debounce filter = filter(20);
        filter.level(LOW, 100);
        filter.level(LOW, 115);
        filter.time(120);

        assertThat(passed).containsExactly("LOW@100");
    }

    @Test
    void withoutQuietTimeEveryChangePassesAtOnce() {
        Debounce filter = filter(0);
        filter.level(LOW, 1);
        filter.level(HIGH, 1);
        filter.level(HIGH, 2);
        filter.level(LOW, 3);

        assertThat(passed).containsExactly("LOW@1", "HIGH@1", "LOW@3");
    }

    @Test
    void eachLevelMayHaveAQuietTimeOfItsOwn() {
        Debounce filter =
                new Debounce(HIGH, level -> level == LOW ? 100 : 5, (level, time) -> passed.add(level + "@" + time));
        filter.level(LOW, 100);
        assertThat(filter.deadline()).hasValue(200);
        filter.level(HIGH, 199);
        filter.level(LOW, 300);
        filter.level(HIGH, 400);
        assertThat(filter.deadline()).hasValue(405);
        filter.time(405);

        assertThat(passed).containsExactly("LOW@300", "HIGH@400");
    }

    @Test
    void timeMayWrapAround() {
        Debounce filter = filter(20);
        filter.level(LOW, Long.MAX_VALUE - 5);
        filter.time(Long.MIN_VALUE + 13);
        assertThat(passed).isEmpty();
        filter.time(Long.MIN_VALUE + 14);

        assertThat(passed).hasSize(1);
    }

    @Test
    void anyBurstEndsInTheTrueLevelAndAlternates() {
        Random random = new Random(4);
        for (int burst = 0; burst < 1_000; burst++) {
            List<Level> levels = new ArrayList<>(List.of(HIGH));
            Debounce filter = new Debounce(HIGH, any -> 20, (level, time) -> levels.add(level));
            long time = 0;
            Level last = HIGH;
            for (int edge = 0; edge < random.nextInt(100); edge++) {
                last = random.nextBoolean() ? HIGH : LOW;
                time += random.nextInt(40);
                filter.level(last, time);
            }
            filter.time(time + 20);

            assertThat(levels.get(levels.size() - 1)).isEqualTo(last);
            for (int i = 1; i < levels.size(); i++) {
                assertThat(levels.get(i)).isNotEqualTo(levels.get(i - 1));
            }
        }
    }
}
