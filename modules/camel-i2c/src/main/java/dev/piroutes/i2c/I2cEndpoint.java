package dev.piroutes.i2c;

import dev.piroutes.files.Reason;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a chip on an I2C bus, for chips that the kernel has no driver for.
 *
 * A step writes the body, or what `write` says; with `read` it then reads, and the body is what was read.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "i2c",
        title = "I2C",
        syntax = "i2c:chip",
        producerOnly = true,
        remote = false,
        category = {Category.IOT})
public class I2cEndpoint extends DefaultEndpoint {
    private static final Pattern CHIP = Pattern.compile("(\\d{1,3})/(0[xX][0-9a-fA-F]{1,2}|\\d{1,3})");
    /** Others are the bus's own (UM10204, 3.1.12). */
    private static final int FIRST = 0x03;

    private static final int LAST = 0x77;
    private static final int NUMBER = 4;
    private static final int MOST = 256;

    /** Number of the bus and address of the chip: `1/0x11`. A Raspberry Pi's bus at GP2 and GP3 is 1. Addresses are 0x03 to 0x77. */
    @UriPath
    @Metadata(required = true)
    private final String chip;

    private final int bus;
    private final int address;

    /** The register, `0x10` or `16`, 0 to 255: it is written first, before what else is written and what is read. */
    @UriParam
    private @Nullable String register; // a text: Camel takes 0x10 for the number 0

    /** Bytes to write, such as `0x10 0x0f`. Without it they are the body, in its `format`, unless the step reads. */
    @UriParam
    private @Nullable String write;

    /** How many bytes to read, 0 to 256; of a number 1 to 4. */
    @UriParam(defaultValue = "0")
    private int read;

    /** What the body is: a text `0x1a 0x2b`, the bytes themselves, or, after reading, a number as text. */
    @UriParam(defaultValue = "hex")
    private I2cFormat format = I2cFormat.HEX;

    /** Whether the first byte of a number is the lowest. */
    @UriParam
    private boolean littleEndian;

    /** What is added to a number. */
    @UriParam(defaultValue = "0")
    private double offset;

    /** By what a number is multiplied, after `offset` has been added. */
    @UriParam(defaultValue = "1")
    private double scale = 1;

    I2cEndpoint(String uri, I2cComponent component, String chip) {
        super(uri, component);
        this.chip = chip;
        Matcher words = CHIP.matcher(chip);
        if (!words.matches()) {
            throw new IllegalArgumentException("i2c:" + chip + ": write bus and address, such as i2c:1/0x11");
        }
        bus = Integer.parseInt(words.group(1));
        address = number(words.group(2));
        if (address < FIRST || address > LAST) {
            throw new IllegalArgumentException("i2c:" + chip + ": addresses are 0x03 to 0x77");
        }
    }

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException naming the first option that is outside, its value and what would fit
     */
    void validate() {
        require(
                register == null || register.matches("0[xX][0-9a-fA-F]{1,2}|\\d{1,3}") && number(register) < MOST,
                "register must be 0 to 255, such as 0x10, but was " + register);
        require(read >= 0 && read <= MOST, "read must be 0 to 256, but was " + read);
        require(
                !format.isNumber() || read >= 1 && read <= NUMBER,
                "a number has 1 to 4 bytes: read must be 1 to 4, but was " + read);
        if (write != null) {
            try {
                Bytes.parse(write);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("i2c:" + chip + ": write: " + Reason.of(e));
            }
        }
    }

    /** {@code 0x11} or {@code 17}; {@code 017} is 17, too. */
    private static int number(String text) {
        return Integer.decode(text.replaceFirst("^0+(?=\\d)", ""));
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw new IllegalArgumentException("i2c:" + chip + ": " + message);
        }
    }

    @Override
    public Producer createProducer() {
        return new I2cProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("i2c:" + chip
                + ": a chip sends nothing by itself; read it with a timer: from: timer:x, then to: i2c:" + chip);
    }

    /** The register's byte, or none. */
    byte[] registerByte() {
        return register == null ? new byte[0] : new byte[] {(byte) number(register)};
    }

    byte[] transfer(byte[] bytes) {
        return getComponent().findBuses().transfer(bus, address, bytes, read);
    }

    @Override
    public I2cComponent getComponent() {
        return (I2cComponent) super.getComponent();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    public String getChip() {
        return chip;
    }

    public @Nullable String getRegister() {
        return register;
    }

    public void setRegister(@Nullable String register) {
        this.register = register;
    }

    public @Nullable String getWrite() {
        return write;
    }

    public void setWrite(@Nullable String write) {
        this.write = write;
    }

    public int getRead() {
        return read;
    }

    public void setRead(int read) {
        this.read = read;
    }

    public I2cFormat getFormat() {
        return format;
    }

    public void setFormat(I2cFormat format) {
        this.format = format;
    }

    public boolean isLittleEndian() {
        return littleEndian;
    }

    public void setLittleEndian(boolean littleEndian) {
        this.littleEndian = littleEndian;
    }

    public double getOffset() {
        return offset;
    }

    public void setOffset(double offset) {
        this.offset = offset;
    }

    public double getScale() {
        return scale;
    }

    public void setScale(double scale) {
        this.scale = scale;
    }
}
