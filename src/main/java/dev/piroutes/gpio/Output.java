package dev.piroutes.gpio;

import dev.piroutes.board.OutputLine;

/** One output line in terms of on and off. Thread-safe: several routes may share it. */
final class Output {
    private final OutputLine line;
    private final boolean activeLow;

    Output(OutputLine line, boolean activeLow) {
        this.line = line;
        this.activeLow = activeLow;
    }

    /** Does what the action says and returns the state after it, as the line itself reports it. */
    synchronized GpioState apply(GpioAction action) {
        switch (action) {
            case ON -> write(GpioState.ON);
            case OFF -> write(GpioState.OFF);
            case TOGGLE -> write(state().toggled());
            case READ -> {}
            case PRESS, RELEASE ->
                throw new IllegalArgumentException(
                        "gpio:" + line.pin() + ": " + action + " needs the option simulate=true");
        }
        return state();
    }

    private void write(GpioState state) {
        line.write(state.level(activeLow));
    }

    private GpioState state() {
        return GpioState.of(line.level(), activeLow);
    }

    void close() {
        line.close();
    }
}
