package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void aPayloadCannotWriteALineOfItsOwn() {
        assertThat(OneLine.shorten("ignored: \"a\r\n22:00:00 LED on\u001b[31m\uFFFD\""))
                .isEqualTo("ignored: \"a··22:00:00 LED on·[31m·\"");
    }

    @Test
    void keepsWhatFitsAndCutsTheRest() {
        String longest = "ü→".repeat(OneLine.LONGEST / 2);
        assertThat(OneLine.shorten(longest)).isEqualTo(longest);
        assertThat(OneLine.shorten(longest + "x")).isEqualTo(longest + "…");
    }
}
