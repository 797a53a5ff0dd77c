package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of MQTT 3.1.1, 4.7. */
class TopicFilterTest {

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
    void matches(String filter, String topic, boolean matches) {
        assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(matches);
    }
}
