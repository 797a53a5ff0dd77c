package dev.piroutes.cli;

import java.util.regex.Pattern;

/**
 * A log message: on one line and not longer than a person reads, whatever came in
 * over the network. Control characters, and bytes that are no text, become a dot.
 */
final class OneLine {

    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\uFFFD]");

    private OneLine() {}

    /** In characters. */
    static final int LONGEST = 400;

    static String shorten(String message) {
        return printable(start(message));
    }

    static String start(String message) {
        return message.length() > LONGEST ? message.substring(0, LONGEST) + "…" : message;
    }

    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("·");
    }
}
