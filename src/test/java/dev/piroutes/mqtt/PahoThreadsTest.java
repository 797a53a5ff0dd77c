package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.internal.CommsSleeper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PahoThreadsTest {

    /** One for each task: on a machine with two cores the common pool of Java 25 has one thread. */
    private static final Executor THREADS = task -> new Thread(task).start();

    @Test
    void wakesPahoFromItsSleepWhileItWaitsForAThread() throws Exception {
        // A starter that gets no core for 64 ms sleeps on, so more than one may be needed.
        await().atMost(10, TimeUnit.SECONDS)
                .until(() -> CompletableFuture.supplyAsync(() -> new CommsSleeper().start(PahoThreads.SHARED), THREADS)
                        .get(10, TimeUnit.SECONDS));
    }

    @Test
    void leavesAloneWhoSleepsForAnotherReason() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Boolean> undisturbed = CompletableFuture.supplyAsync(
                () -> {
                    PahoThreads.SHARED.submit(() -> {});
                    try {
                        return over.await(10, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        return false;
                    }
                },
                THREADS);

        // By then, whoever was to be woken has been.
        CompletableFuture.supplyAsync(() -> new CommsSleeper().start(PahoThreads.SHARED), THREADS)
                .get(10, TimeUnit.SECONDS);
        over.countDown();

        assertThat(undisturbed.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void doesNotInterruptWhatPahoCancels() throws Exception {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Future<?> future = PahoThreads.SHARED.submit(() -> {
            begun.countDown();
            try {
                cancelled.await();
                interrupted.complete(Thread.currentThread().isInterrupted());
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        begun.await();

        future.cancel(true);
        cancelled.countDown();

        assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void pingsDoNotWaitForEachOther() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        Runnable ping = () -> {
            both.countDown();
            try {
                both.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        PahoThreads.SHARED.schedule(ping, 1, TimeUnit.MILLISECONDS);
        PahoThreads.SHARED.schedule(ping, 1, TimeUnit.MILLISECONDS);

        assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
