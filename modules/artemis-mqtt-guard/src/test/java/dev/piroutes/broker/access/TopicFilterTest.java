package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "a/+, a/b",
        "a/+, a/+",
        "+/b, a/b",
        "a/#, a",
        "a/#, a/b/c",
        "a/#, a/+/c",
        "a/#, a/#",
        "#, a/b/#",
        "#, +",
        "+/+, a/",
        "$a/#, $a/b",
    })
    void coversAllThatTheOtherCouldMatch(String permitted, String asked) {
        assertThat(new TopicFilter(permitted).covers(asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a",
        "a/b, a/b/c",
        "a/b, a/+",
        "a/b, a/B",
        "a/+, a",
        "a/+, a/#",
        "a/+, a/b/c",
        "+, #",
        "+/status, +/+",
        "a/+/c, a/#",
        "#, $SYS/x",
        "+/x, $SYS/x",
        "a/#, ab",
        "a/#, #",
    })
    void doesNotCoverWhatGoesBeyond(String permitted, String asked) {
        assertThat(new TopicFilter(permitted).covers(asked)).isFalse();
    }

    /** The examples of MQTT 3.1.1, 4.7. */
    @ParameterizedTest
    @CsvSource({
        "sport/tennis/#, sport/tennis, true",
        "sport/tennis/#, sport/tennis/a/b, true",
        "sport/tennis/#, sport/tennis2, false",
        "#, a/b, true",
        "#, /, true",
        "+, a, true",
        "+, /a, false",
        "+/+, /a, true",
        "/+, /a, true",
        "sport/+, sport, false",
        "sport/+, sport/, true",
        "a/+/c, a/b/c, true",
        "a/+/c, a//c, true",
        "a/+/c, a/b/c/d, false",
        "a/b, a/B, false",
        "#, $SYS/a, false",
        "+/a, $SYS/a, false",
        "$SYS/#, $SYS/a, true",
        "a/b, a/b, true",
    })
    void matchesTopics(String filter, String topic, boolean matches) {
        assertThat(new TopicFilter(filter).covers(topic)).isEqualTo(matches);
    }

    @Test
    void rightsLeaveOutWhatAnotherCovers() {
        assertThat(Rights.of(List.of("a/b", "a/#", "c"), List.of("a/b")).read()).containsExactly("a/#", "c");
    }
}
