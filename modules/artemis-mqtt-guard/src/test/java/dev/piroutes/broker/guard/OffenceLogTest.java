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

    /** Of a clock that goes on with every look at it. */
    @Test
    void aMinuteThatEndsWhileSomethingIsAddedLosesNothing() {
        OffenceLog late = new OffenceLog(
                () -> {
                    time.pass(OffenceLog.WINDOW.dividedBy(4));
                    return time.nanos();
                },
                lines::add);
        for (int i = 0; i < 100; i++) {
            late.add("10.0.0.7", "10.0.0.7", Offence.malformed("one"), "closed");
        }
        time.pass(OffenceLog.WINDOW);
        late.flush();
        int counted = lines.stream()
                .mapToInt(line -> line.contains("more like that") ? Integer.parseInt(line.split("[: ]+")[1]) : 1)
                .sum();
        assertThat(counted).isEqualTo(100);
    }

    @Test
    void kindsAreCountedApart() {
        offend("10.0.0.7", "one");
        log.add("10.0.0.7", "10.0.0.7", new Offence(Offence.Kind.NAME, "two", 0), "closed");
        assertThat(lines).hasSize(2);
    }

    /** A tool that shows $SYS asks for it at every connect, for ever. */
    @Test
    void aNameOfTheBrokersOwnIsSaidOnceForEachClient() {
        for (int i = 0; i < 10; i++) {
            for (String filter : List.of("$SYS/#", "$x/#")) {
                for (String client : List.of("10.0.0.7", "10.0.0.8")) {
                    log.add(client, client, new Offence(Offence.Kind.RESERVED, filter, 0), "not subscribed");
                }
            }
            time.pass(OffenceLog.WINDOW);
            log.flush();
        }
        assertThat(lines)
                .containsExactly(
                        "10.0.0.7: $SYS/#; not subscribed",
                        "10.0.0.8: $SYS/#; not subscribed",
                        "10.0.0.7: 1 more like that within a minute, the last: 10.0.0.7: $x/#; not subscribed",
                        "10.0.0.8: 1 more like that within a minute, the last: 10.0.0.8: $x/#; not subscribed");
        assertThat(log.totals()).containsEntry("reserved", 40L);
    }

    /** Many tools make up a client id at every connect. */
    @Test
    void aNewClientIdIsNoNews() {
        for (int i = 0; i < 10; i++) {
            String who = "10.0.0.7, client id \"mosq-" + i + "\"";
            log.add("10.0.0.7", who, new Offence(Offence.Kind.RESERVED, "$SYS/#", 0), "not subscribed");
            time.pass(OffenceLog.WINDOW.multipliedBy(2));
            log.flush();
        }
        assertThat(lines).containsExactly("10.0.0.7, client id \"mosq-0\": $SYS/#; not subscribed");
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
