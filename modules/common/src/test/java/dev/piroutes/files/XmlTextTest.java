package dev.piroutes.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class XmlTextTest {

    @Test
    void keepsWhatXmlCanHave() {
        String text = "a\tb\nc < & \" \u00fc \u0085 \uD83D\uDCA1 \uFFFD";
        assertThat(XmlText.legal(text)).isEqualTo(text);
    }

    @Test
    void marksWhatItCannotHave() {
        assertThat(XmlText.legal("a\u0000b\u001B[2Jc\uD800d\uFFFE")).isEqualTo("a\uFFFDb\uFFFD[2Jc\uFFFDd\uFFFD");
    }
}
