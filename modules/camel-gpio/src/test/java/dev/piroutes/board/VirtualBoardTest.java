package dev.piroutes.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VirtualBoardTest {
    private long now = 1_000;
    private final List<LevelChange> heard = new ArrayList<>();
    private final VirtualBoard board = new VirtualBoard(() -> now, Runnable::run);

    private void hear(int pin, Level level, long nanoTime) {
        heard.add(new LevelChange(pin, level, nanoTime));
    }

    @ParameterizedTest
    @CsvSource({"UP, HIGH", "DOWN, LOW", "NONE, LOW"})
    void pullDecidesTheLevelAtRest(Pull pull, Level expected) {
        assertThat(board.openInput(21, pull, this::hear).level()).isEqualTo(expected);
    }

    @Test
    void outsideWorldWinsOverThePullUntilItLetsGo() {
        Line line = board.openInput(21, Pull.UP, this::hear);

        board.drive(21, Level.LOW);
        assertThat(line.level()).isEqualTo(Level.LOW);
        now = 2_000;
        board.release(21);

        assertThat(line.level()).isEqualTo(Level.HIGH);
        assertThat(heard)
                .containsExactly(new LevelChange(21, Level.LOW, 1_000), new LevelChange(21, Level.HIGH, 2_000));
    }

    @Test
    void drivingToTheSameLevelIsNoChange() {
        board.openInput(21, Pull.UP, this::hear);

        board.drive(21, Level.HIGH);
        board.release(21);

        assertThat(heard).isEmpty();
    }

    @Test
    void lineDrivenBeforeItIsOpenedHasThatLevel() {
        board.drive(21, Level.LOW);

        assertThat(board.openInput(21, Pull.UP, this::hear).level()).isEqualTo(Level.LOW);
        assertThat(heard).isEmpty();
    }

    @Test
    void outputTakesInitialAndWrittenLevels() {
        board.addListener(this::hear);

        OutputLine line = board.openOutput(20, Level.HIGH, Level.LOW);
        line.write(Level.LOW);

        assertThat(line.level()).isEqualTo(Level.LOW);
        assertThat(heard).extracting(LevelChange::level).containsExactly(Level.HIGH, Level.LOW);
    }

    @Test
    void makeSafeDrivesShutdownLevelsAndIgnoresLaterWrites() {
        OutputLine high = board.openOutput(20, Level.LOW, Level.HIGH);
        OutputLine closed = board.openOutput(16, Level.HIGH, Level.LOW);
        closed.close();

        board.makeSafe();
        high.write(Level.LOW);

        assertThat(board.level(20)).isEqualTo(Level.HIGH);
        assertThat(board.level(16)).as("an output that a stopped route left on").isEqualTo(Level.LOW);
        assertThatThrownBy(() -> board.openOutput(5, Level.HIGH, Level.LOW))
                .hasMessage("gpio:5: the board has been shut down, so no output can be opened");
    }

    @Test
    void stuckListenerCannotKeepOutputsFromBecomingSafe() throws Exception {
        CountDownLatch forEver = new CountDownLatch(1);
        CountDownLatch stuck = new CountDownLatch(1);
        try (VirtualBoard real = new VirtualBoard()) {
            real.openOutput(20, Level.HIGH, Level.LOW);
            real.openInput(21, Pull.UP, (pin, level, nanoTime) -> {
                stuck.countDown();
                try {
                    forEver.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            real.drive(21, Level.LOW);
            stuck.await();

            Thread shutdown = new Thread(real::makeSafe);
            shutdown.start();

            await().atMost(Duration.ofSeconds(5)).until(() -> real.level(20) == Level.LOW);
        } finally {
            forEver.countDown();
        }
    }

    @Test
    void closingAnOutputKeepsItsLevelAndLetsItBeOpenedAgain() {
        OutputLine first = board.openOutput(20, Level.HIGH, Level.LOW);

        first.close();
        assertThat(board.level(20)).isEqualTo(Level.HIGH);
        OutputLine second = board.openOutput(20, Level.LOW, Level.LOW);

        assertThat(board.level(20)).isEqualTo(Level.LOW);
        assertThatThrownBy(() -> first.write(Level.HIGH)).hasMessage("gpio:20: the line is closed");
        first.close();
        second.write(Level.HIGH);
        assertThat(board.level(20)).isEqualTo(Level.HIGH);
    }

    @Test
    void openLineCannotBeOpenedAgain() {
        board.openOutput(20, Level.LOW, Level.LOW);

        assertThatThrownBy(() -> board.openInput(20, Pull.UP, this::hear))
                .isInstanceOf(BoardException.class)
                .hasMessage("gpio:20: already open in this program as an output; close it first");
    }

    @Test
    void closedInputIsHeardNoMore() {
        board.openInput(21, Pull.UP, this::hear).close();

        board.drive(21, Level.LOW);

        assertThat(heard).isEmpty();
    }

    @Test
    void historyTellsEveryChangeOfAPin() {
        OutputLine line = board.openOutput(20, Level.LOW, Level.LOW);
        line.write(Level.HIGH);
        line.write(Level.HIGH);
        now = 5_000;
        line.write(Level.LOW);

        assertThat(board.history(20))
                .containsExactly(new LevelChange(20, Level.HIGH, 1_000), new LevelChange(20, Level.LOW, 5_000));
    }

    @Test
    void linesListsInputsAndOutputs() {
        board.openInput(21, Pull.UP, this::hear);
        board.openOutput(20, Level.LOW, Level.LOW);
        board.drive(4, Level.HIGH);

        assertThat(board.lines())
                .containsExactly(new LineState(20, true, Level.LOW), new LineState(21, false, Level.HIGH));
    }

    @Test
    void listenerThatThrowsDoesNotStopTheOthers() {
        board.addListener((pin, level, nanoTime) -> {
            throw new IllegalStateException("a faulty listener, on purpose");
        });
        board.addListener(this::hear);

        board.openOutput(20, Level.HIGH, Level.LOW);

        assertThat(heard).hasSize(1);
    }
}
