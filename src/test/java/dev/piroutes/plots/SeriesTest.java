package dev.piroutes.plots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.plots.Plots.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesTest {
    private static final long NOON = 1_767_614_400_000L;
    private static final long HOUR = 3600;

    @TempDir
    Path folder;

    private Series series(long now) throws IOException {
        return new Series(folder.resolve("a~.rrd"), now);
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    }

    @Test
    void aValueHoldsUntilTheNext() throws IOException {
        try (Series series = series(NOON)) {
            series.add(20, NOON);
            series.add(30, NOON + 5_000);
            History history = series.history(60, 1000, NOON + 10_000);

            assertThat(known(history.mean()))
                    .startsWith(20, 20, 20, 20, 20, 30, 30)
                    .endsWith(30);
        }
    }

    @Test
    void nobodyKnowsWhatWasWhileTheProgramWasOff() throws IOException {
        try (Series series = series(NOON)) {
            series.add(20, NOON);
            series.history(60, 1000, NOON + 5_000);
        }
        try (Series series = series(NOON + 60_000)) {
            series.add(30, NOON + 60_000);
            History history = series.history(120, 1000, NOON + 65_000);

            assertThat(known(history.mean()))
                    .hasSizeBetween(8, 14)
                    .startsWith(20)
                    .endsWith(30);
        }
    }

    @Test
    void leastAndGreatestAreKeptForLong() throws IOException {
        try (Series series = series(NOON)) {
            for (int minute = 0; minute < 3 * 24 * 60; minute++) {
                series.add(minute == 1000 ? 99 : minute == 2000 ? -99 : 20, NOON + minute * 60_000L);
            }
            History history = series.history(30 * 24 * HOUR, 1000, NOON + 3 * 24 * HOUR * 1000);

            assertThat(Arrays.stream(known(history.greatest())).max()).hasValue(99);
            assertThat(Arrays.stream(known(history.least())).min()).hasValue(-99);
            assertThat(Arrays.stream(known(history.mean()))).allMatch(value -> value > 0 && value < 30);
        }
    }

    @Test
    void theFileNeverGrows() throws IOException {
        try (Series series = series(NOON)) {
            long size = Files.size(folder.resolve("a~.rrd"));
            for (int second = 0; second < 50_000; second++) {
                series.add(second, NOON + second * 1000L);
            }
            assertThat(Files.size(folder.resolve("a~.rrd"))).isEqualTo(size).isLessThan(Series.KILOBYTES * 1024L);
        }
    }

    @Test
    void aClockThatIsSetBackIsNoEnd() throws IOException {
        try (Series series = series(NOON)) {
            series.add(20, NOON);
            series.add(21, NOON + 10_000);
            series.add(22, NOON + 9_000);
            series.add(23, NOON + 20_000);
            series.add(24, NOON - 400 * 24 * HOUR * 1000);
            series.add(25, NOON - 400 * 24 * HOUR * 1000 + 1000);

            assertThat(known(series.history(60, 1000, NOON - 400 * 24 * HOUR * 1000 + 5000)
                            .mean()))
                    .endsWith(25);
        }
    }
}
