package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which node of a pair serves after a start, and what it says if none may. */
@Tag("full")
class PairStartIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final String ALL_COPIED = "stands by, and has a copy of everything";

    @TempDir
    Path folder;

    private PairNode primary;
    private PairNode backup;

    @BeforeEach
    void nodes() throws Exception {
        primary = PairNode.primary(folder, 23_893, 24_626);
        backup = PairNode.backup(folder, 23_893, 24_626);
    }

    @AfterEach
    void end() {
        primary.close();
        backup.close();
    }

    @Test
    void olderDataAreNeverServedOverNewer() throws Exception {
        primary.start();
        backup.start().awaitSaid(ALL_COPIED);
        primary.retain("before");
        primary.kill();
        await().atMost(LIMIT).until(backup::serves);
        backup.retain("after");
        backup.kill();

        // The primary cannot know what the backup has done since.
        primary.start().awaitSaid("the primary waits: the peer does not answer, and may have newer data");
        assertThat(primary.serves()).isFalse();

        backup.start().awaitSaid("the backup serves: the peer is there, and has no newer data");
        primary.awaitSaid("the primary takes over");
        await().atMost(LIMIT).until(primary::serves);
        assertThat(primary.retained()).isEqualTo("after");
        backup.awaitSaid(ALL_COPIED);
    }

    @Test
    void aPersonMayDecideThatThePeerIsGone() throws Exception {
        primary.start();
        backup.start().awaitSaid(ALL_COPIED);
        primary.retain("kept");
        primary.stop();
        await().atMost(LIMIT).until(backup::serves);
        backup.stop();

        primary.start().awaitSaid("the primary waits");
        primary.stop();
        primary.start("--pair.start=alone");
        await().atMost(LIMIT).until(primary::serves);
        assertThat(primary.retained()).isEqualTo("kept");

        // The peer was not gone, and has served too: nothing of it is thrown away silently.
        backup.start();
        assertThat(backup.awaitEnd()).isEqualTo(1);
        assertThat(backup.output())
                .contains("both nodes of the pair have taken in messages")
                .doesNotContain("\tat ");
        backup.start("--pair.start=yield").awaitSaid(ALL_COPIED);
        primary.stop();
        await().atMost(LIMIT).until(backup::serves);
        assertThat(backup.retained()).isEqualTo("kept");
    }
}
