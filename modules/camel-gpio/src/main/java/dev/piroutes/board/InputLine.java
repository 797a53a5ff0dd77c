package dev.piroutes.board;

import java.util.function.LongConsumer;

/** A line that this program reads. */
public interface InputLine extends Line {
    /**
     * Calls back once the listener has been told of every change until now: behind them, on the thread of the listeners.
     * Only then is it certain that the line has kept a level until now, because edges wait to be read while the machine
     * is busy. Without effect on a line that has been closed.
     *
     * @param until takes the time until which that is certain, on the board's clock
     */
    void whenReported(LongConsumer until);
}
