package dev.piroutes.board;

/** A handle on an input of the Pi. */
record PiInputLine(PiBoard board, int pin, String id, LineWatcher watcher) implements Line {
    @Override
    public Level level() {
        return watcher.read();
    }

    @Override
    public void close() {
        board.closeInput(this);
    }
}
