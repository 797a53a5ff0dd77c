package dev.piroutes.gpio;

/** What the users of one output line must agree on. */
record OutputOptions(boolean activeLow, GpioState initialState, GpioState shutdownState) {
    @Override
    public String toString() {
        return "an output with activeLow=" + activeLow + ", initialState=" + initialState + ", shutdownState="
                + shutdownState;
    }
}
