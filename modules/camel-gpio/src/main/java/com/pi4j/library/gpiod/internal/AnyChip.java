package com.pi4j.library.gpiod.internal;

import java.io.Closeable;

/**
 * Any GPIO chip of this machine. In Pi4J's package, because Pi4J 2.8 opens the header's chip for others, and keeps the way to another
 * to itself.
 */
public final class AnyChip implements Closeable {
    private final GpioChip chip;

    /**
     * Opens it.
     *
     * @param name such as {@code gpiochip2}
     * @throws GpioDException if it may not be opened, or is none
     */
    public AnyChip(String name) {
        chip = GpioD.chipOpen("/dev/" + name);
    }

    public String label() {
        return chip.getLabel();
    }

    /** How many lines it has. */
    public int lines() {
        return chip.getNumLines();
    }

    /** A line, which nobody has requested yet. */
    public GpioLine line(int offset) {
        return new GpioLine(offset, GpioD.chipGetLine(chip.getCPointer(), offset));
    }

    /** Gives back a line. */
    public static void release(GpioLine line) {
        GpioD.lineRelease(line.getCPointer());
    }

    @Override
    public void close() {
        GpioD.chipClose(chip.getCPointer());
    }
}
