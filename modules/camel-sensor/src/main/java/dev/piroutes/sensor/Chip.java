package dev.piroutes.sensor;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/**
 * A chip that a driver of the kernel has.
 *
 * @param name the driver's name for it
 * @param others its label and its address on its bus
 * @param channels what it measures
 */
record Chip(String name, List<String> others, List<Channel> channels) {

    /**
     * One value that it measures.
     *
     * @param name as in a URI
     * @param others by which it is known too
     */
    record Channel(String name, List<String> others, Quantity quantity, Source source) {
        boolean is(String wanted) {
            return name.equals(wanted) || others.contains(wanted);
        }
    }

    /** Reads one value. */
    interface Source {
        /**
         * @return the value in the quantity's unit
         * @throws BadReadingException if what the chip answered is none
         */
        BigDecimal read() throws IOException, BadReadingException;
    }

    /** What a chip answered is no value. */
    static final class BadReadingException extends Exception {
        private static final long serialVersionUID = 1L;

        BadReadingException(String message) {
            super(message);
        }
    }

    boolean is(String wanted) {
        return name.equals(wanted) || others.contains(wanted);
    }
}
