package dev.piroutes.board;

import java.util.function.BooleanSupplier;

/** A dimmer of the virtual board: its line shows high from half the time on. */
final class VirtualDimmer implements DimmerLine {
    private static final int HALF = 50;

    private final OutputLine line;
    private final int shutdown;
    private final BooleanSupplier safe;
    private volatile int high;

    /**
     * A dimmer in its shutdown state.
     *
     * @param safe whether the board has been made safe, so that the dimmer is in that state for good
     */
    VirtualDimmer(OutputLine line, Level shutdown, BooleanSupplier safe) {
        this.line = line;
        this.shutdown = shutdown == Level.HIGH ? 100 : 0;
        this.safe = safe;
        this.high = this.shutdown;
    }

    @Override
    public void high(int percent) {
        line.write(percent >= HALF ? Level.HIGH : Level.LOW);
        high = percent;
    }

    @Override
    public int high() {
        return safe.getAsBoolean() ? shutdown : high;
    }

    @Override
    public void close() {
        line.close();
    }
}
