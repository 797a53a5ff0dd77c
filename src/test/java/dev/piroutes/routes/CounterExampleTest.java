package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The counter that reports once a minute. */
class CounterExampleTest extends DeviceTest {

    CounterExampleTest() {
        super("src/main/resources/examples/counter.camel.yaml");
    }

    private void count(int times) {
        for (int i = 0; i < times; i++) {
            hold(26, Duration.ofMillis(10));
            advance(Duration.ofMillis(10));
        }
    }

    @Test
    void reportsEveryMinuteZeroToo() {
        count(3);
        advance(Duration.ofMinutes(1));
        expect("csc2106/counter/count", "3", 1, false);

        advance(Duration.ofMinutes(1));
        expect("csc2106/counter/count", "0");

        count(250);
        advance(Duration.ofMinutes(1));
        expect("csc2106/counter/count", "250");
        expectNothingElse();
    }

    @Test
    void doesNotCountWhatIsShorterThanADebounce() {
        hold(26, Duration.ofMillis(4));
        advance(Duration.ofMillis(20));
        count(1);

        advance(Duration.ofMinutes(1));

        expect("csc2106/counter/count", "1");
    }
}
