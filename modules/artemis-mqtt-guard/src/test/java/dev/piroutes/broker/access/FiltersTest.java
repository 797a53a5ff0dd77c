package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {

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
        assertThat(Filters.covers(permitted, asked)).isTrue();
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
        assertThat(Filters.covers(permitted, asked)).isFalse();
    }

    @Test
    void rightsLeaveOutWhatAnotherCovers() {
        assertThat(Rights.of(List.of("a/b", "a/#", "c"), List.of("a/b")).read()).containsExactly("a/#", "c");
    }
}
