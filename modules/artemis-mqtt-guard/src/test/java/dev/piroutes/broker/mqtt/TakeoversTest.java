package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.time.FakeTime;
import org.junit.jupiter.api.Test;

class TakeoversTest {
    private final FakeTime time = new FakeTime();
    private final Takeovers takeovers = new Takeovers(time::nanos);

    @Test
    void namesClientIdAndBothAddresses() {
        assertThat(takeovers.line("PicoB", "10.0.0.7", "10.0.0.5"))
                .startsWith("client id PicoB: 10.0.0.7 took the connection over from 10.0.0.5");
    }

    @Test
    void isSilentWhenAClientComesBackOnce() {
        assertThat(takeovers.line("PicoB", "10.0.0.5", "10.0.0.5")).isNull();
        time.pass(Takeovers.WINDOW);
        assertThat(takeovers.line("PicoB", "10.0.0.5", "10.0.0.5")).isNull();
    }

    @Test
    void speaksAtTheSecondTakeoverFromOneAddress() {
        assertThat(takeovers.line("PicoB", "127.0.0.1", "127.0.0.1")).isNull();
        time.pass(Takeovers.WINDOW.minusMillis(1));
        assertThat(takeovers.line("PicoB", "127.0.0.1", "127.0.0.1")).isNotNull();
    }

    @Test
    void saysItOnceAWindow() {
        assertThat(takeovers.line("PicoB", "10.0.0.7", "10.0.0.5")).isNotNull();
        assertThat(takeovers.line("PicoB", "10.0.0.5", "10.0.0.7")).isNull();
        time.pass(Takeovers.WINDOW);
        assertThat(takeovers.line("PicoB", "10.0.0.7", "10.0.0.5")).isNotNull();
    }

    @Test
    void countsEachClientIdByItself() {
        assertThat(takeovers.line("PicoA", "10.0.0.7", "10.0.0.5")).isNotNull();
        assertThat(takeovers.line("PicoB", "10.0.0.7", "10.0.0.5")).isNotNull();
    }

    @Test
    void knowsWhoClashesForAWindow() {
        takeovers.line("PicoA", "10.0.0.5", "10.0.0.5");
        takeovers.line("PicoB", "10.0.0.7", "10.0.0.5");
        takeovers.line("PicoB", "10.0.0.5", "10.0.0.7");
        assertThat(takeovers.clashes()).containsExactly(new Clash("PicoB", "10.0.0.5", "10.0.0.7"));

        time.pass(Takeovers.WINDOW);
        assertThat(takeovers.clashes()).isEmpty();
    }

    @Test
    void forgetsTheOldestOfTooManyClashes() {
        for (int i = 0; i < 1000; i++) {
            takeovers.line("c" + i, "10.0.0.7", "10.0.0.5");
        }
        assertThat(takeovers.clashes()).hasSize(100).endsWith(new Clash("c999", "10.0.0.7", "10.0.0.5"));
    }
}
