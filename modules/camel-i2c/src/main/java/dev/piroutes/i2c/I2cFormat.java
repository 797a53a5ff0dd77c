package dev.piroutes.i2c;

/** What bytes are in a message. */
public enum I2cFormat {
    /** A text, {@code 0x1a 0x2b}. */
    HEX,
    /** The bytes themselves. */
    BYTES,
    /** A number without a sign, of one to four bytes. */
    UNSIGNED,
    /** A number in two's complement, of one to four bytes. */
    SIGNED;

    boolean isNumber() {
        return this == UNSIGNED || this == SIGNED;
    }
}
