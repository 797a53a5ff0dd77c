package dev.piroutes.i2c;

/** A bus is not there, or a chip does not answer. The message is one line that says what is wrong and what to do. */
public class I2cException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    I2cException(int bus, int address, String message, Throwable cause) {
        super("i2c:%d/0x%02x: %s".formatted(bus, address, message), cause);
    }
}
