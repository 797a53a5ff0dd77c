package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --root}: one, several, a range. */
class RootsTest {

    @ParameterizedTest
    @ValueSource(strings = {"csc2106/g08..g11", "csc2106/g08…g11", "csc2106/g08..csc2106/g11", "csc2106/g08..11"})
    void aRangeKeepsItsZeros(String range) {
        assertThat(Roots.of(range)).containsExactly("csc2106/g08", "csc2106/g09", "csc2106/g10", "csc2106/g11");
    }

    @Test
    void oneAndSeveral() {
        assertThat(Roots.of("csc2106")).containsExactly("csc2106");
        assertThat(Roots.of("home, lab/g1..g2")).containsExactly("home", "lab/g1", "lab/g2");
        assertThat(Roots.of("csc2106/g01..g30")).hasSize(30);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/+", "a/#", "/a", "a b", "g9..g3", "a/g1..h3", "a,a", "g1..g999", "a/g1..g99999999"})
    void saysWhatWouldBeRight(String wrong) {
        assertThatThrownBy(() -> Roots.of(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--root must ");
    }
}
