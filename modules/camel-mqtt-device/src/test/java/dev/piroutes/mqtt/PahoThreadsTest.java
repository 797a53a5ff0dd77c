package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PahoThreadsTest {

    @Test
    void wakesPahoFromItsSleepsWhileItStartsThreads() throws Exception {
        CompletableFuture<Boolean> ended = new CompletableFuture<>();
        PahoThreads.SHARED.execute(() -> {
            boolean woken = true;
            for (int i = 0; i < 3; i++) {
                PahoThreads.SHARED.submit(() -> {});
                woken &= isWoken(new CountDownLatch(1), 10);
            }
            ended.complete(woken);
        });

        assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
    }

    /** The thread goes back to a pool: what it does next is none of ours. */
    @Test
    void leavesTheThreadAloneWhenTheConnectHasEnded() throws Exception {
        for (int i = 0; i < 50; i++) {
            CompletableFuture<Thread> connected = new CompletableFuture<>();
            PahoThreads.SHARED.execute(() -> {
                PahoThreads.SHARED.submit(() -> {});
                connected.complete(Thread.currentThread());
            });
            connected.get(10, TimeUnit.SECONDS);
            CountDownLatch over = new CountDownLatch(1);
            CompletableFuture<Boolean> undisturbed = new CompletableFuture<>();
            // As much as Paho's receiver does: it is one of the pool's, and has connected nothing.
            PahoThreads.SHARED.submit(() -> {
                undisturbed.complete(!isWoken(over, 10));
            });
            // By then, whoever was to be woken has been.
            CompletableFuture<Boolean> sentinel = new CompletableFuture<>();
            PahoThreads.SHARED.execute(() -> {
                PahoThreads.SHARED.submit(() -> {});
                sentinel.complete(isWoken(new CountDownLatch(1), 10));
            });
            assertThat(sentinel.get(10, TimeUnit.SECONDS)).isTrue();
            over.countDown();
            assertThat(undisturbed.get(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isWoken(CountDownLatch over, int seconds) {
        try {
            over.await(seconds, TimeUnit.SECONDS);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
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
