package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClashDetectorTest {

    private static final Duration SOON = ClashDetector.SHORT.minusMillis(1);
    private static final Duration LATE = ClashDetector.SHORT;

    private final ClashDetector detector = new ClashDetector();

    @Test
    void speaksInTheThirdRoundAndOnlyThen() {
        assertThat(detector.lost(SOON)).isFalse();
        assertThat(detector.lost(SOON)).isFalse();
        assertThat(detector.lost(SOON)).isTrue();
        assertThat(detector.lost(SOON)).isFalse();
    }

    @Test
    void aConnectionThatHeldBeginsANewRow() {
        detector.lost(SOON);
        detector.lost(SOON);
        assertThat(detector.lost(LATE)).isFalse();
        assertThat(detector.lost(SOON)).isFalse();
        assertThat(detector.lost(Duration.ofSeconds(1))).isFalse();
        assertThat(detector.lost(SOON)).isTrue();
    }
}
