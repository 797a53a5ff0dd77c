package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.time.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OffenceLogTest {
    private final List<String> lines = new ArrayList<>();
    private final FakeTime time = new FakeTime();
    private final OffenceLog log = new OffenceLog(time::nanos, lines::add);

    private void offend(String address, String what) {
        log.add(address, address, Offence.malformed(what), "closed");
    }

    @Test
    void theFirstIsSaidAndTheOthersAreCounted() {
        offend("10.0.0.7", "one");
        offend("10.0.0.7", "two");
        offend("10.0.0.7", "three");
        offend("10.0.0.8", "four");
        assertThat(lines).containsExactly("10.0.0.7: one; closed", "10.0.0.8: four; closed");
        time.pass(OffenceLog.WINDOW.minusMillis(1));
        log.flush();
        assertThat(lines).hasSize(2);
        time.pass(Duration.ofMillis(1));
        log.flush();
        assertThat(lines)
                .hasSize(3)
                .last()
                .isEqualTo("10.0.0.7: 2 more like that within a minute, the last: 10.0.0.7: three; closed");
    }

    @Test
    void afterAMinuteItBeginsAnew() {
        offend("10.0.0.7", "one");
        time.pass(Duration.ofMinutes(2));
        offend("10.0.0.7", "two");
        assertThat(lines).containsExactly("10.0.0.7: one; closed", "10.0.0.7: two; closed");
    }

    @Test
    void kindsAreCountedApart() {
        offend("10.0.0.7", "one");
        log.add("10.0.0.7", "10.0.0.7", new Offence(Offence.Kind.NAME, "two", 0), "closed");
        assertThat(lines).hasSize(2);
    }

    @Test
    void anAttackFromManyAddressesFillsNeitherLogNorMemory() {
        for (int i = 0; i < 10_000; i++) {
            offend("10.0." + i / 250 + "." + i % 250, "one");
        }
        assertThat(lines).hasSize(201);
        time.pass(OffenceLog.WINDOW);
        log.flush();
        assertThat(lines).hasSize(202).last().asString().startsWith("other addresses: 9799 more like that");
    }
}
