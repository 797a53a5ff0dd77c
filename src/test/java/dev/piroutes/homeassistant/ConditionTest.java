package dev.piroutes.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a condition says of the body, and what bodies there can be. */
class ConditionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "${body} == 'ON'; ON; OFF,on",
                "${body} == \"ON\"; ON; OFF",
                "${body} == 'ON' || ${body} == 'OFF'; ON,OFF; TOGGLE",
                "${body} in 'ON,OFF'; ON,OFF; ON-OFF",
                "${body} regex '[0-9]|[1-9][0-9]|100|ON|OFF'; 0,50,100,ON; 101,TOGGLE,050",
                "${body} regex 'A||B'; A,B; AB,C",
                "${body} == 'a||b'; a||b; a,b"
            })
    void isReadAsWhatItPasses(String condition, String passes, String stops) {
        Bodies bodies = Condition.of(condition).orElseThrow();

        assertThat(Arrays.stream(passes.split(","))).allMatch(bodies::canBe);
        assertThat(Arrays.stream(stops.split(","))).noneMatch(bodies::canBe);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "${header.x} == 'ON'",
                "${body} == ${header.x}",
                "${body} == 'ON' && ${header.x} == 'y'",
                "${body} contains 'ON'",
                "${body} regex '['",
                "${body} != 'ON'"
            })
    void thatIsAboutAnythingElseIsNotUnderstood(String condition) {
        assertThat(Condition.of(condition)).isEmpty();
    }

    @Test
    void bodiesAreNarrowedAndJoined() {
        Bodies letters = Condition.of("${body} regex '[A-C]'").orElseThrow();
        Bodies joined = letters.or(Bodies.of("X"));

        assertThat(joined.canBe("B")).isTrue();
        assertThat(joined.canBe("X")).isTrue();
        assertThat(joined.canBe("D")).isFalse();
        assertThat(joined.and(Bodies.of("B", "X", "Z"))).satisfies(both -> {
            assertThat(both.open()).isFalse();
            assertThat(both.literals()).containsExactlyInAnyOrder("B", "X");
        });
        assertThat(joined.without(Bodies.of("B")).canBe("B")).isFalse();
        assertThat(joined.without(Bodies.of("B")).canBe("A")).isTrue();
        assertThat(Bodies.ANY.and(letters).canBe("A")).isTrue();
        assertThat(Bodies.ANY.and(letters).canBe("a")).isFalse();
        assertThat(Bodies.NONE.isAmong(java.util.Set.of("ON")))
                .as("nothing is no answer")
                .isFalse();
        assertThat(Bodies.ANY.isAmong(java.util.Set.of("ON"))).isFalse();
    }
}
