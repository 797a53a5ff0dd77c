package dev.piroutes.board;

import java.util.function.LongConsumer;

/** A handle on a pin of the virtual board, void once the pin has been opened anew. */
record VirtualLine(VirtualBoard board, VirtualPin line, int generation) implements InputLine, OutputLine {
    @Override
    public Level level() {
        return board.level(line.number);
    }

    @Override
    public void whenReported(LongConsumer until) {
        board.whenReported(line, generation, until);
    }

    @Override
    public void write(Level level) {
        board.write(line, generation, level);
    }

    @Override
    public void close() {
        board.close(line, generation);
    }
}
