package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary that hangs is as good as dead; when it comes back it finds that the backup has taken over, and stops. */
@Tag("full")
class PairPauseIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    void aPrimaryThatWasAwayForAWhileDoesNotServeOldData() throws Exception {
        try (PairNode primary = PairNode.primary(folder, 23_913, 24_646).start();
                PairNode backup = PairNode.backup(folder, 23_913, 24_646).start()) {
            backup.awaitSaid("stands by, and has a copy of everything");

            primary.pause(true);
            await().atMost(LIMIT).until(backup::serves);
            try (WireClient publisher = backup.connect("publisher", true)) {
                publisher.publish(false, 1, true, "state", 1, "while it was away");
                publisher.awaitPuback(1);
            }
            primary.pause(false);

            primary.awaitSaid("the primary stops: the peer");
            primary.awaitSaid("stands by, and has a copy of everything");
            primary.awaitSaid("the primary takes over");
            await().atMost(LIMIT).until(primary::serves);
            try (WireClient monitor = primary.connect("monitor", true)) {
                monitor.subscribe("state", 1);
                assertThat(monitor.receive().payload()).isEqualTo("while it was away");
            }
            assertThat(primary.output() + backup.output()).doesNotContain("BOTH");
        }
    }
}
