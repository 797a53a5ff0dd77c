package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.kit.LogLines;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UntilItWorksTest {

    private final AtomicInteger attempts = new AtomicInteger();
    private final List<Long> waits = new ArrayList<>();

    private final Deque<Runnable> later = new ArrayDeque<>();

    /** It notes how long a task is to wait; the test runs it. */
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(0) {
        @Override
        public @Nullable ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            waits.add(unit.toSeconds(delay));
            later.add(task);
            return null;
        }
    };

    @Test
    void triesAgainUntilItWorksAndSaysEachReasonOnce() {
        try (LogLines log = new LogLines("dev.piroutes.cli.UntilItWorks");
                UntilItWorks waiting = new UntilItWorks(
                        "page",
                        () -> {
                            int attempt = attempts.incrementAndGet();
                            if (attempt < 5) {
                                // Who has it is known the first time only.
                                throw new NotYet(
                                        "the port is taken" + (attempt == 1 ? " by 812" : ""),
                                        new java.net.BindException("Address already in use"));
                            } else if (attempt < 6) {
                                throw new IllegalStateException("something else");
                            }
                        },
                        thread)) {
            waiting.begin();
            assertThat(attempts).hasValue(1);
            assertThat(waiting.waitingFor()).isEqualTo("the port is taken by 812");

            while (!later.isEmpty()) {
                later.remove().run();
            }

            assertThat(waiting.waitingFor()).isNull();
            assertThat(attempts).hasValue(6);
            assertThat(waits).containsExactly(1L, 2L, 4L, 4L, 4L);
            assertThat(log.lines())
                    .containsExactly(
                            "page     the port is taken by 812; trying again until it works",
                            "page     something else; trying again until it works");
        }
    }

    @Test
    void isQuietAndDoneIfItWorksAtOnce() {
        try (LogLines log = new LogLines("dev.piroutes.cli.UntilItWorks");
                UntilItWorks waiting = new UntilItWorks("page", attempts::incrementAndGet)) {
            waiting.begin();
            assertThat(attempts).hasValue(1);
            assertThat(waiting.waitingFor()).isNull();
            assertThat(log.lines()).isEmpty();
        }
    }
}
