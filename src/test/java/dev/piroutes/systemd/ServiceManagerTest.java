package dev.piroutes.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServiceManagerTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final List<List<String>> sent = new CopyOnWriteArrayList<>();

    private ServiceManager manager(Map<String, String> environment) {
        return new ServiceManager(environment, sent::add);
    }

    @Test
    void saysNothingToNobody() {
        ServiceManager manager = manager(Map.of());

        manager.ready(() -> "fine", () -> true);
        manager.stopping();

        assertThat(sent).isEmpty();
    }

    @Test
    void saysReadyWithItsStatusAndThenFeedsTheWatchdog() {
        ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000"));

        manager.ready(() -> "2 of 2 devices online", () -> true);

        assertThat(sent.get(0)).containsExactly("READY=1", "STATUS=2 of 2 devices online");
        await().atMost(LIMIT).until(() -> sent.size() > 3);
        assertThat(List.copyOf(sent).subList(1, 4)).containsOnly(List.of("WATCHDOG=1"));
    }

    @Test
    void doesNotFeedTheWatchdogWhileALivenessCheckIsDownOrFails() {
        AtomicBoolean alive = new AtomicBoolean();
        AtomicReference<String> status = new AtomicReference<>("before");
        ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000"));

        manager.ready(status::get, alive::get);
        status.set("after");
        await().atMost(LIMIT).until(() -> sent.size() > 1);

        assertThat(sent.get(1)).containsExactly("STATUS=after");
        alive.set(true);
        await().atMost(LIMIT).until(() -> sent.size() > 2);
        assertThat(sent.get(2)).containsExactly("WATCHDOG=1");
    }

    @Test
    void goesOnAfterAStatusThatFailed() {
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        ServiceManager manager = manager(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "30000"));
        manager.ready(
                () -> {
                    RuntimeException next = failure.getAndSet(null);
                    if (next != null) {
                        throw next;
                    }
                    return "fine";
                },
                () -> true);

        failure.set(new IllegalStateException("for this test"));
        await().atMost(LIMIT).until(() -> failure.get() == null);

        int before = sent.size();
        await().atMost(LIMIT).until(() -> sent.size() > before);
    }

    @Test
    void theWatchdogOfAnotherProcessIsNotFed() {
        ServiceManager manager =
                manager(Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", "3000", "WATCHDOG_PID", "1"));

        manager.ready(() -> "fine", () -> true);
        manager.stopping();

        // With a watchdog of its own it would be fed once a millisecond, before the thread of "stopping" begins.
        await().atMost(LIMIT).until(() -> sent.contains(List.of("STOPPING=1")));
        assertThat(sent).containsExactly(List.of("READY=1", "STATUS=fine"), List.of("STOPPING=1"));
    }

    @Test
    void aMissingSystemdNotifyIsNoFault() {
        new SystemdNotify("/nowhere/systemd-notify").send(List.of("READY=1"));
    }
}
