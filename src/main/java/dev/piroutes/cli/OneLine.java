package dev.piroutes.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * The log message, {@code %line} in {@code logback.xml}: on one line and not longer than a person reads, whatever came in
 * over the network. Control characters, and bytes that are no text, become a dot.
 */
public final class OneLine extends ClassicConverter {

    /** In characters. */
    static final int LONGEST = 400;

    @Override
    public String convert(ILoggingEvent event) {
        return shorten(event.getFormattedMessage());
    }

    static String shorten(String message) {
        return printable(start(message));
    }

    static String start(String message) {
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\uFFFD]", "·");
    }
}
