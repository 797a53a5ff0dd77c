package dev.piroutes.gpio;

/**
 * What the users of one dimmed line must agree on.
 *
 * @param frequency in hertz
 */
record DimmerOptions(boolean activeLow, int frequency, GpioState shutdownState) {
    @Override
    public String toString() {
        return "a dimmed output with activeLow=" + activeLow + ", frequency=" + frequency + ", shutdownState="
                + shutdownState;
    }
}
