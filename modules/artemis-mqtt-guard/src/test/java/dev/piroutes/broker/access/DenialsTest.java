package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.time.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DenialsTest {

    private final FakeTime time = new FakeTime();
    private final Denials denials = new Denials(time::nanos);

    @Test
    void areSaidOnceAMinute() {
        assertThat(denials.line("1.2.3.4", "x")).isEqualTo("denied 1.2.3.4: x");
        assertThat(denials.line("1.2.3.4", "x")).isNull();
        assertThat(denials.line("1.2.3.5", "x")).isEqualTo("denied 1.2.3.5: x");
        time.pass(Denials.WINDOW.minusMillis(1));
        assertThat(denials.line("1.2.3.4", "x")).isNull();
        time.pass(Duration.ofMillis(1));
        assertThat(denials.line("1.2.3.4", "x")).isEqualTo("denied 1.2.3.4: x");
    }

    @Test
    void ofOneAddressDoNotFillTheLog() {
        for (int i = 0; i < Denials.LINES; i++) {
            assertThat(denials.line("1.2.3.4", "x" + i)).isNotNull();
        }
        assertThat(denials.line("1.2.3.4", "one more")).contains("more than 20 different things");
        assertThat(denials.line("1.2.3.4", "and another")).isNull();
        assertThat(denials.line("1.2.3.5", "x")).isNotNull();
        time.pass(Duration.ofMinutes(2));
        assertThat(denials.line("1.2.3.4", "later")).isNotNull();
    }

    @Test
    void showNoControlCharacters() {
        assertThat(denials.line("1.2.3.4", "a\nb\u0000c")).isEqualTo("denied 1.2.3.4: a?b?c");
    }
}
