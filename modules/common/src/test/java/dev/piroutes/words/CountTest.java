package dev.piroutes.words;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountTest {

    @Test
    void singularAndPlural() {
        assertThat(Count.of(0, "file")).isEqualTo("0 files");
        assertThat(Count.of(1, "file")).isEqualTo("1 file");
        assertThat(Count.of(2, "file")).isEqualTo("2 files");
    }
}
