package dev.piroutes.verify;

import java.time.Duration;
import java.util.regex.Pattern;

/** How things that came over the network are shown: on one line, not too long, and nothing in them that acts. */
final class Text {

    /** Control and formatting characters, halves of characters, and what no XML may have. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Cs}\\uFFFD\\uFFFE\\uFFFF]");

    /** Of one thing in a line; in characters. */
    private static final int LONGEST = 80;

    /** Of a whole line. */
    private static final int LONGEST_LINE = 400;

    private Text() {}

    static String shown(String text) {
        return printable(start(text, LONGEST));
    }

    static String line(String text) {
        return printable(start(text, LONGEST_LINE));
    }

    private static String start(String text, int longest) {
        return text.length() > longest ? text.substring(0, longest) + "…" : text;
    }

    static String printable(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("·");
    }

    static String quoted(String payload) {
        return payload.isEmpty() ? "(empty)" : "\"" + shown(payload) + "\"";
    }

    static String message(String topic, String payload, int qos, boolean retained) {
        return shown(topic) + " " + quoted(payload) + ", QoS " + qos + (retained ? ", retained" : "");
    }

    /** {@code 1.5 s}, {@code 30 s}, {@code 250 ms}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        return millis % 1000 == 0
                ? millis / 1000 + " s"
                : String.format(java.util.Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    static String times(int count) {
        return count == 1 ? "once" : count == 2 ? "twice" : count + " times";
    }
}
