package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.LevelListener;
import dev.piroutes.board.Line;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** One input line with any number of listeners. */
final class Input {
    private final List<LevelListener> listeners = new CopyOnWriteArrayList<>();
    private final Line line;
    private final boolean activeLow;

    Input(Board board, Pin pin, InputOptions options) {
        activeLow = options.activeLow();
        line = board.openInput(
                pin.bcm(),
                options.pull(),
                (number, level, nanoTime) ->
                        listeners.forEach(listener -> listener.levelChanged(number, level, nanoTime)));
    }

    boolean activeLow() {
        return activeLow;
    }

    Level level() {
        return line.level();
    }

    void add(LevelListener listener) {
        listeners.add(listener);
    }

    void remove(LevelListener listener) {
        listeners.remove(listener);
    }

    void close() {
        line.close();
    }
}
