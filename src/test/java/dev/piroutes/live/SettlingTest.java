package dev.piroutes.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SettlingTest {

    private final Settling settling = new Settling(Duration.ofNanos(200), Duration.ofNanos(500));

    @Test
    void nothingIsDueWhileNothingHappens() {
        assertThat(settling.left(1000)).isEqualTo(OptionalLong.empty());
    }

    @Test
    void itIsTimeOnceThingsAreQuiet() {
        settling.happened(1000);
        assertThat(settling.left(1199)).hasValue(1);
        assertThat(settling.left(1200)).hasValue(0);
    }

    @Test
    void whatHappensMeanwhilePutsItOffButNotForEver() {
        settling.happened(1000);
        settling.happened(1150);
        assertThat(settling.left(1200)).hasValue(150);
        settling.happened(1340);
        settling.happened(1490);
        assertThat(settling.left(1490)).hasValue(10);
        assertThat(settling.since()).isEqualTo(1000);
    }

    @Test
    void afterALookItBeginsAnew() {
        settling.happened(1000);
        settling.looked();
        assertThat(settling.left(5000)).isEmpty();
        settling.happened(5000);
        assertThat(settling.left(5000)).hasValue(200);
    }
}
