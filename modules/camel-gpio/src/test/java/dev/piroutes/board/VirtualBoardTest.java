package dev.piroutes.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the virtual board does besides {@link BoardContract}. */
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
    void outsideWorldWinsOverThePullUntilItReleases() {
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
    void historyHasEveryChangeOfAPin() {
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
