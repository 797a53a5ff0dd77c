package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameRulesTest {
    private final NameRules names = new NameRules(new Limits());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "//",
                "a/",
                "/a",
                "a b",
                "é",
                "a.b",
                "a/$b",
                "a:b",
                "*",
                "\\",
                "DLQ",
                "ExpiryQueue",
                "activemq",
                "activemq/x",
                "activemq.x",
                "::",
                "fe80::1/x"
            })
    void topicsThatMqttAllows(String topic) {
        assertThat(names.ofTopic(topic)).isNull();
        assertThat(names.ofFilter(topic)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "+", "+/+", "/#", "a/#", "+/#", "a/+/b", "$share/g/#", "$share/g/a/+", "$share/g//"})
    void filtersThatMqttAllows(String filter) {
        assertThat(names.ofFilter(filter)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$", "$x", "$SYS/#", "$share"})
    void theBrokersOwn(String name) {
        assertThat(names.ofFilter(name)).extracting(Offence::kind).isEqualTo(Offence.Kind.RESERVED);
    }

    @ParameterizedTest
    @CsvSource({"$share/g/$sys/x, RESERVED", "$share/g/a#, NAME", "$share/g/, NAME", "$share/g/$share/h/a, RESERVED"})
    void sharedOnesAreNoWayAround(String filter, Offence.Kind kind) {
        assertThat(names.ofFilter(filter)).extracting(Offence::kind).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"64, true", "65, false"})
    void levels(int levels, boolean allowed) {
        assertThat(names.ofTopic("/".repeat(levels - 1)) == null).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"1024, true", "1025, false"})
    void length(int length, boolean allowed) {
        assertThat(names.ofTopic("x".repeat(length)) == null).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource({"128, true", "129, false"})
    void clientIds(int length, boolean allowed) {
        assertThat(names.ofClientId("x".repeat(length)) == null).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a\u007fb | \"a\\u007fb\"", "a\u2028b | \"a\\u2028b\"", "é漢 | \"é漢\""})
    void whatIsShownCannotForgeALine(String name, String shown) {
        assertThat(NameRules.show(name)).isEqualTo(shown);
    }
}
