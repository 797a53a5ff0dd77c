package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.kit.LogLines;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UntilItWorksTest {

    private final AtomicInteger attempts = new AtomicInteger();

    @Test
    void triesAgainUntilItWorksAndSaysEachReasonOnce() {
        try (LogLines log = new LogLines("dev.piroutes.cli.UntilItWorks");
                UntilItWorks waiting = new UntilItWorks("page", () -> {
                    int attempt = attempts.incrementAndGet();
                    if (attempt < 3) {
                        // Who has it is known the first time only.
                        throw new NotYet(
                                "the port is taken" + (attempt == 1 ? " by 812" : ""),
                                new java.net.BindException("Address already in use"));
                    } else if (attempt < 4) {
                        throw new IllegalStateException("something else");
                    }
                })) {
            waiting.begin();
            assertThat(attempts).hasValue(1);
            assertThat(waiting.waitingFor()).isEqualTo("the port is taken by 812");

            await().atMost(Duration.ofSeconds(30)).until(() -> waiting.waitingFor() == null);

            assertThat(attempts).hasValue(4);
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
