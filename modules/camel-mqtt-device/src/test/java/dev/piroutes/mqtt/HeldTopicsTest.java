package dev.piroutes.mqtt;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HeldTopicsTest {

    private final HeldTopics held = new HeldTopics();

    @Test
    void triesATopicLessAndLessOften() {
        long now = Long.MAX_VALUE - SECONDS.toNanos(3);
        held.hold("a", null, now);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            long begun = now;
            assertThat(held.due(now)).isEmpty();
            while (held.due(now).isEmpty()) {
                now += SECONDS.toNanos(1);
            }
            waits.add((now - begun) / SECONDS.toNanos(1));
            held.refused(Objects.requireNonNull(held.get("a")), now);
        }
        assertThat(waits).containsExactly(2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 300L, 300L);
    }

    @Test
    void theOneThatWaitsLongestIsFirst() {
        held.hold("a", null, SECONDS.toNanos(5));
        held.hold("b", null, 0);
        assertThat(held.due(MINUTES.toNanos(1)).orElseThrow().name).isEqualTo("b");
    }

    @Test
    void countsWhatWaits() {
        held.hold("a", null, 0);
        OutboxMessage message = new OutboxMessage(0, new Publication("a", new byte[9], 1, false), 0);
        held.added(message);
        held.added(message);
        held.added(new OutboxMessage(1, new Publication("b", new byte[9], 1, false), 0));
        held.removed(message);
        assertThat(held.messages()).isOne();
        assertThat(held.bytes()).isEqualTo(10);
        held.release("a");
        assertThat(held.messages()).isZero();
        assertThat(held.bytes()).isZero();
    }
}
