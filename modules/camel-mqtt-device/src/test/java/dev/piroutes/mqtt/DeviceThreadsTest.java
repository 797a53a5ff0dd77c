package dev.piroutes.mqtt;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Test;

class DeviceThreadsTest {
    private final boolean java24 = Runtime.version().feature() >= 24;

    @Test
    void waitsOnVirtualThreadsWhereTheyAreNotPinned() throws Exception {
        var control = DeviceThreads.control("PicoB-connection");
        try {
            Thread thread = control.submit(Thread::currentThread).get(5, SECONDS);

            assertThat(thread.getName()).isEqualTo("PicoB-connection");
            assertThat(isVirtual(thread)).isEqualTo(java24);
            assertThat(thread.isDaemon()).isTrue();
        } finally {
            control.shutdownNow();
        }
    }

    @Test
    void runsRoutesOnAPlatformThreadOneAfterAnother() throws Exception {
        ExecutorService commands = DeviceThreads.commands("PicoB-commands");
        try {
            // Given
            CountDownLatch first = new CountDownLatch(1);
            List<Integer> order = new ArrayList<>();
            commands.execute(() -> {
                try {
                    assertThat(first.await(5, SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                order.add(1);
            });
            commands.execute(() -> order.add(2));

            // When
            first.countDown();
            Thread thread = commands.submit(Thread::currentThread).get(5, SECONDS);

            // Then
            assertThat(order).containsExactly(1, 2);
            assertThat(isVirtual(thread)).isFalse();
            assertThat(thread.isDaemon()).isTrue();
        } finally {
            commands.shutdownNow();
        }
    }

    @Test
    void keepsNoThreadForADeviceThatHasNothingToDo() {
        ThreadPoolExecutor commands = (ThreadPoolExecutor) DeviceThreads.commands("PicoB-commands");
        try {
            commands.setKeepAliveTime(1, MILLISECONDS);
            commands.execute(() -> {});

            await().atMost(5, SECONDS).until(() -> commands.getPoolSize() == 0);
        } finally {
            commands.shutdownNow();
        }
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return Runtime.version().feature() >= 21
                && (boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }
}
