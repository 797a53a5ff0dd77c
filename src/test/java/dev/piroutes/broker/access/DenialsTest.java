package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DenialsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final Denials denials = new Denials(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    });

    @Test
    void areSaidOnceAMinute() {
        assertThat(denials.line("1.2.3.4", "x")).isEqualTo("denied 1.2.3.4: x");
        assertThat(denials.line("1.2.3.4", "x")).isNull();
        assertThat(denials.line("1.2.3.5", "x")).isEqualTo("denied 1.2.3.5: x");
        now.set(Instant.EPOCH.plus(Denials.WINDOW).minusMillis(1));
        assertThat(denials.line("1.2.3.4", "x")).isNull();
        now.set(Instant.EPOCH.plus(Denials.WINDOW));
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
        now.set(Instant.EPOCH.plus(Duration.ofMinutes(2)));
        assertThat(denials.line("1.2.3.4", "later")).isNotNull();
    }

    @Test
    void showNoControlCharacters() {
        assertThat(denials.line("1.2.3.4", "a\nb\u0000c")).isEqualTo("denied 1.2.3.4: a?b?c");
    }
}
