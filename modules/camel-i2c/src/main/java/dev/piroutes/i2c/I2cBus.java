package dev.piroutes.i2c;

/** The I2C buses of a machine. All methods may be called from any thread; a transfer waits for the one before it. */
public interface I2cBus {
    /**
     * Writes, and then reads without giving up the bus in between (a repeated start).
     *
     * @param bus number of the bus, as in {@code /dev/i2c-1}
     * @param address of the chip, 3 to 119
     * @param write what to write, maybe nothing
     * @param read how many bytes to read, 0 or more
     * @return what was read
     * @throws I2cException in one line, if the bus is not there or the chip does not answer
     */
    byte[] transfer(int bus, int address, byte[] write, int read);
}
