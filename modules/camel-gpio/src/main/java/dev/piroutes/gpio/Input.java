package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.InputLine;
import dev.piroutes.board.Level;
import dev.piroutes.board.LevelListener;
import dev.piroutes.board.OutsideWorld;
import dev.piroutes.board.Pull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;

/** One input line with any number of listeners. */
final class Input {
    private final List<LevelListener> listeners = new CopyOnWriteArrayList<>();
    private final Map<String, InputReader> left = new LinkedHashMap<>();
    private final InputLine line;

    Input(Board board, Pin pin, GpioConfiguration options) {
        if (options.getPull() == Pull.NONE && board instanceof OutsideWorld world) {
            // The circuit has a resistor of its own: one that holds the line inactive.
            world.rest(pin.number(), GpioState.OFF.level(options.isActiveLow()));
        }
        line = board.openInput(
                pin.number(),
                options.getPull(),
                (number, level, nanoTime) ->
                        listeners.forEach(listener -> listener.levelChanged(number, level, nanoTime)));
    }

    Level level() {
        return line.level();
    }

    /** Calls back, on the thread of the listeners, once they know of every change until now. */
    void whenReported(LongConsumer until) {
        line.whenReported(until);
    }

    void add(LevelListener listener) {
        listeners.add(listener);
    }

    void remove(LevelListener listener) {
        listeners.remove(listener);
    }

    /** Keeps a reader that a route has left behind, for the one that comes after it. */
    synchronized void leave(String route, InputReader reader) {
        left.put(route, reader);
    }

    /** The reader that was left behind by this route, or else by any. */
    synchronized Optional<InputReader> before(String route) {
        return Optional.ofNullable(left.get(route))
                .or(() -> left.values().stream().findFirst());
    }

    /** Ends readers that were left behind. */
    synchronized void forget() {
        left.values().forEach(InputReader::stop);
        left.clear();
    }

    void close() {
        line.close();
    }
}
