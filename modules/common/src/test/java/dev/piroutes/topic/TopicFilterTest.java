package dev.piroutes.topic;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    /** The table is also that of the page's JavaScript. */
    @ParameterizedTest
    @CsvFileSource(resources = "/topic-filters.csv", numLinesToSkip = 1)
    void matchesAsMqttSays(boolean matches, String filter, String topic) {
        assertThat(TopicFilter.matches(filter, topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/b",
        "a/+, a/+",
        "a/#, a/+/c",
        "a/#, a/#",
        "#, a/b/#",
        "#, +",
        "#, #",
        "+/+, a/+",
        "$a/#, $a/+",
    })
    void coversAllThatTheOtherCouldMatch(String permitted, String asked) {
        assertThat(TopicFilter.covers(permitted, asked)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, a/+",
        "a/+, a/#",
        "+, #",
        "+/status, +/+",
        "a/+/c, a/#",
        "a/#, #",
        "a/#, +/b",
        "#, $SYS/#",
    })
    void doesNotCoverWhatGoesBeyond(String permitted, String asked) {
        assertThat(TopicFilter.covers(permitted, asked)).isFalse();
    }
}
