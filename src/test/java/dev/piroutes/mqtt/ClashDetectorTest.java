package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClashDetectorTest {

    private static final Instant START = Instant.EPOCH;
    private static final Instant SOON = START.plus(ClashDetector.SHORT).minusMillis(1);
    private static final Instant LATE = START.plus(ClashDetector.SHORT);

    private final ClashDetector detector = new ClashDetector();

    @Test
    void speaksInTheThirdRoundAndOnlyThen() {
        assertThat(detector.lost(START, SOON)).isFalse();
        assertThat(detector.lost(START, SOON)).isFalse();
        assertThat(detector.lost(START, SOON)).isTrue();
        assertThat(detector.lost(START, SOON)).isFalse();
    }

    @Test
    void aConnectionThatHeldBeginsANewRow() {
        detector.lost(START, SOON);
        detector.lost(START, SOON);
        assertThat(detector.lost(START, LATE)).isFalse();
        assertThat(detector.lost(START, SOON)).isFalse();
        assertThat(detector.lost(START, START.plus(Duration.ofSeconds(1)))).isFalse();
        assertThat(detector.lost(START, SOON)).isTrue();
    }
}
