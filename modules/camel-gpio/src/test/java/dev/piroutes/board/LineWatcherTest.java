package dev.piroutes.board;

import static dev.piroutes.board.Level.HIGH;
import static dev.piroutes.board.Level.LOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineWatcherTest {
    private final FakeLine line = new FakeLine();
    private final List<Level> heard = new CopyOnWriteArrayList<>();
    private final LineWatcher watcher = new LineWatcher(21, line, (pin, level, nanoTime) -> heard.add(level));

    @AfterEach
    void stop() {
        watcher.stop();
    }

    private void awaitHeard(Level... levels) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(heard).containsExactly(levels));
    }

    @Test
    void reportsEdges() {
        watcher.start();

        line.edge(LOW);
        line.edge(HIGH);

        awaitHeard(LOW, HIGH);
    }

    @Test
    void levelOfWhichTheEdgeWasLostIsReconciledOnce() {
        watcher.start();
        line.edge(LOW);
        awaitHeard(LOW);

        line.level = HIGH; // its edge did not fit into the queue
        watcher.reconcile();
        watcher.reconcile();

        awaitHeard(LOW, HIGH);
    }

    @Test
    void edgeThatFollowsALostOneIsNotHidden() {
        watcher.start();
        line.edge(LOW);
        awaitHeard(LOW);
        line.level = HIGH;
        watcher.reconcile();

        line.edge(LOW);

        awaitHeard(LOW, HIGH, LOW);
    }

    @Test
    void edgesThatItsThreadHasNotReadYetAreReportedOnDemand() {
        long before = System.nanoTime();
        line.edge(LOW);
        line.edge(HIGH);
        line.edge(LOW);

        assertThat(watcher.catchUp()).isGreaterThanOrEqualTo(before);

        assertThat(heard).containsExactly(LOW, HIGH, LOW);
    }

    @Test
    void edgesThatAreQueuedComeBeforeTheLevelOfNow() {
        line.edge(LOW);
        line.edge(HIGH);

        watcher.reconcile();

        assertThat(heard).containsExactly(LOW, HIGH);
    }

    @Test
    void lineThatNeverRestsDoesNotHoldUpWhoAsks() {
        line.endless = true;

        watcher.catchUp();

        assertThat(heard).isNotEmpty();
    }

    @Test
    void inputWhoseEdgesEndIsPolled() {
        watcher.start();
        line.broken = true;
        await().atMost(Duration.ofSeconds(5)).until(() -> line.closed);

        line.level = LOW;
        watcher.reconcile();

        awaitHeard(LOW);
    }

    @Test
    void stoppedWatcherReportsNothing() {
        watcher.start();

        assertThat(watcher.stop()).isTrue();
        line.level = LOW;
        watcher.reconcile();

        assertThat(heard).isEmpty();
        assertThat(line.closed).isTrue();
    }

    private static final class FakeLine implements EdgeSource {
        private final BlockingQueue<Edge> queue = new LinkedBlockingQueue<>();
        private volatile Level level = HIGH;
        private volatile boolean broken;
        private volatile boolean endless;
        private volatile boolean closed;

        void edge(Level next) {
            level = next;
            queue.add(new Edge(next, System.nanoTime()));
        }

        @Override
        public Level read() {
            return level;
        }

        @Override
        public boolean await() {
            if (broken) {
                throw new IllegalStateException("a broken line, on purpose");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            return !queue.isEmpty();
        }

        @Override
        public @Nullable Edge poll() {
            if (endless) {
                edge(level == HIGH ? LOW : HIGH);
            }
            return queue.poll();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
