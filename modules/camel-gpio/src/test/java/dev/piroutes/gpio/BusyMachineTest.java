package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.virtualtime.VirtualTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A machine that is busy: edges wait to be told while the timers run. */
class BusyMachineTest {

    private final VirtualTime time = new VirtualTime();
    private final Queue<Runnable> untold = new ArrayDeque<>();
    private final VirtualBoard board = new VirtualBoard(time::now, untold::add);
    private final List<GpioState> told = new ArrayList<>();

    @BeforeEach
    void open() {
        GpioConfiguration options = new GpioConfiguration();
        options.setActiveLow(true);
        options.setEvent(GpioEvent.CHANGE);
        board.drive(21, Level.HIGH);
        Input input = new Input(board, new Pin(21), options);
        new InputReader(
                        board,
                        time.timer(Runnable::run),
                        input,
                        options,
                        Optional.empty(),
                        event -> told.add(event.state()))
                .start();
        tellAll();
    }

    private void edge(Level level, long millis) {
        board.drive(21, level);
        time.advance(millis);
    }

    private void tell() {
        untold.remove().run();
        time.advance(0);
    }

    private void tellAll() {
        while (!untold.isEmpty()) {
            tell();
        }
    }

    @Test
    void aBounceThatIsToldLateIsOnePress() {
        edge(Level.LOW, 15);
        edge(Level.HIGH, 2);
        edge(Level.LOW, 50);

        tellAll();
        time.advance(100);
        tellAll();

        assertThat(told).containsExactly(GpioState.ON);
    }

    @Test
    void aPulseThatIsToldInPartsIsNoPress() {
        edge(Level.LOW, 0);
        tell();
        time.advance(5);
        edge(Level.HIGH, 100); // the timer is due before this edge is told

        tellAll();
        time.advance(100);
        tellAll();

        assertThat(told).isEmpty();
    }

    @Test
    void aPressThatLastsIsTold() {
        edge(Level.LOW, 19);
        tellAll();
        assertThat(told).isEmpty();

        time.advance(1);
        tellAll();

        assertThat(told).containsExactly(GpioState.ON);
    }
}
