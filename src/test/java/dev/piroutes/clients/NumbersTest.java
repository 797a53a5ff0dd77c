package dev.piroutes.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NumbersTest {
    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of(List.of("a 1", "b 1", "a 2", "b 2"), List.of()),
                Arguments.of(List.of("a b 1", "a b 2"), List.of()),
                Arguments.of(List.of("a 2"), List.of("a: 2 after none")),
                Arguments.of(List.of("a 1", "a 1"), List.of("a: 1 after 1")),
                Arguments.of(List.of("a 1", "a 3"), List.of("a: 3 after 1")),
                Arguments.of(
                        List.of("a 1", "a 3", "a 2", "a 4"), List.of("a: 3 after 1", "a: 2 after 3", "a: 4 after 2")));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void tellsWhatIsLostDoubledOrOvertaken(List<String> lines, List<String> faults) {
        Numbers numbers = new Numbers();

        lines.forEach(numbers::accept);

        assertThat(numbers.faults()).isEqualTo(faults);
        assertThat(numbers.received()).isEqualTo(lines.size());
    }
}
