package dev.piroutes.broker.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendQuotaTest {
    private int limit = 2;
    /** Deliveries that were started, and questions whether one is idle, in turn. */
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    private final List<String> started = new ArrayList<>();
    private final UnderWay total = new UnderWay(1_000);
    private final SendQuota<String> quota = new SendQuota<>(() -> limit, total, new SendQuota.Dispatcher<>() {
        @Override
        public void start(String subscription) {
            started.add(subscription);
        }

        @Override
        public void whenIdle(String subscription, Runnable action) {
            tasks.add(action);
        }
    });

    private static final SendQuota.Dispatcher<String> NOBODY = new SendQuota.Dispatcher<>() {
        @Override
        public void start(String subscription) {
            // Nothing waits.
        }

        @Override
        public void whenIdle(String subscription, Runnable action) {
            // Nothing waits.
        }
    };

    private void send(String subscription, int id) {
        assertThat(quota.acquire(subscription, true)).as(subscription).isTrue();
        quota.sent(subscription, id, 10);
        assertThat(quota.delivered(subscription)).isFalse();
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    @Test
    void letsNoMoreBeUnderWayThanTheLimit() {
        send("a", 1);
        send("a", 2);

        assertThat(quota.acquire("a", true)).isFalse();
        quota.finished(1);
        assertThat(started).containsExactly("a");
        send("a", 3);
        assertThat(quota.acquire("a", true)).isFalse();
    }

    @Test
    void sendsOneAfterTheOtherWhileTooMuchIsUnderWayToAll() {
        total.add(2_000);
        send("a", 1);
        assertThat(quota.acquire("a", true)).isFalse();
        quota.finished(1);
        assertThat(started).containsExactly("a");
        send("a", 2);
        total.add(-2_000);
        send("a", 3);
    }

    @Test
    void whatWasUnderWayToAClientThatIsGoneCountsNoMore() {
        UnderWay little = new UnderWay(15);
        SendQuota<String> gone = new SendQuota<>(() -> limit, little, NOBODY);
        gone.sent("a", 1, 10);
        gone.sent("a", 2, 10);
        assertThat(little.isTooMuch()).isTrue();
        gone.close();
        gone.sent("a", 3, 20);
        gone.finished(1);
        assertThat(little.isTooMuch()).isFalse();
    }

    @Test
    void wakesAnotherSubscriptionThanTheOneThatWasAcknowledged() {
        send("a", 1);
        send("a", 2);
        assertThat(quota.acquire("b", true)).isFalse();

        quota.finished(1);

        assertThat(started).containsExactly("b");
        send("b", 3);
    }

    @Test
    void givesPlacesInTheOrderOfAsking() {
        send("a", 1);
        send("a", 2);
        assertThat(quota.acquire("a", true)).isFalse();
        assertThat(quota.acquire("b", true)).isFalse();
        assertThat(quota.acquire("c", true)).isFalse();

        quota.finished(1);
        quota.finished(2);

        assertThat(started).containsExactly("a", "b");
        send("a", 3);
        assertThat(quota.acquire("a", true)).as("behind c").isFalse();
        send("b", 4);
        quota.finished(3);
        assertThat(started).containsExactly("a", "b", "c");
    }

    @Test
    void passesOnAPlaceThatWasNotUsed() {
        send("a", 1);
        send("a", 2);
        assertThat(quota.acquire("b", true)).isFalse();
        assertThat(quota.acquire("c", true)).isFalse();
        quota.finished(1);
        assertThat(started).containsExactly("b");

        // The queue of b has nothing any more.
        runTasks();

        assertThat(started).containsExactly("b", "c");
        send("c", 3);
    }

    @Test
    void passesOnAPlaceThatWasTakenButLedToNothing() {
        assertThat(quota.acquire("a", true)).isTrue();
        send("b", 1);
        assertThat(quota.acquire("c", true)).isFalse();

        runTasks();

        assertThat(started).containsExactly("c");
    }

    @Test
    void countsWhatWasNotSentAsUnused() {
        assertThat(quota.acquire("a", true)).isTrue();
        send("b", 1);
        assertThat(quota.acquire("c", true)).isFalse();

        assertThat(quota.delivered("a")).as("unused").isTrue();

        assertThat(started).containsExactly("c");
    }

    @Test
    void letsQualityOfService0Pass() {
        send("a", 1);
        send("a", 2);

        assertThat(quota.acquire("b", false)).isTrue();
        assertThat(quota.delivered("b")).isFalse();
    }

    @Test
    void sendsNothingWhilePausedAndStartsAllAfterwards() {
        quota.pause();
        quota.pause();
        assertThat(quota.acquire("a", true)).isFalse();
        assertThat(quota.acquire("b", false)).isFalse();

        quota.resume();
        assertThat(started).isEmpty();
        quota.resume();

        assertThat(started).containsExactly("a", "b");
        send("a", 1);
    }

    @Test
    void followsALimitThatTheClientGivesLater() {
        limit = 1;
        send("a", 1);

        assertThat(quota.acquire("a", true)).isFalse();
    }

    @Test
    void isIdleOnlyWhenTheClientHasFinishedAll() {
        send("a", 1);
        assertThat(quota.idleFor()).isZero();

        quota.finished(1);

        assertThat(quota.idleFor()).isPositive();
    }

    /** Queues of random lengths that deliver and are acknowledged in random order: everything comes, whatever happens. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void neverLeavesAnythingWaiting(long seed) {
        Random random = new Random(seed);
        limit = 1 + random.nextInt(5);
        Map<String, Integer> queues = new HashMap<>();
        for (int i = 0; i < 10; i++) {
            queues.put("q" + i, random.nextInt(50));
        }
        int all = queues.values().stream().mapToInt(n -> n).sum();
        List<Integer> unfinished = new ArrayList<>();
        started.addAll(queues.keySet());
        int sent = 0;
        while (!started.isEmpty() || !tasks.isEmpty() || !unfinished.isEmpty()) {
            int choice = random.nextInt(3);
            if (choice == 0 && !started.isEmpty()) {
                String queue = started.remove(random.nextInt(started.size()));
                while (queues.get(queue) > 0 && quota.acquire(queue, true)) {
                    if (random.nextInt(4) == 0) {
                        // Not writable just now: asked again later.
                        started.add(queue);
                        break;
                    }
                    queues.merge(queue, -1, Integer::sum);
                    quota.sent(queue, ++sent, 10);
                    quota.delivered(queue);
                    unfinished.add(sent);
                    assertThat(unfinished).hasSizeLessThanOrEqualTo(limit);
                }
            } else if (choice == 1 && !tasks.isEmpty()) {
                tasks.remove().run();
            } else if (!unfinished.isEmpty()) {
                quota.finished(unfinished.remove(random.nextInt(unfinished.size())));
            }
        }

        assertThat(sent).isEqualTo(all);
    }
}
