package dev.piroutes.bench;

import java.util.Locale;
import java.util.StringJoiner;

/** What crashes of one broker have cost: the sums of all of them. */
final class CrashTally {
    private int acknowledged;
    private int queued;
    private int delivered;
    private int retained;
    private int twice;
    private int swaps;
    private int dead;

    void acknowledged(int messages) {
        acknowledged += messages;
    }

    /**
     * Adds acknowledged messages that nobody has got.
     *
     * @param away for a session that was away
     * @param there for a session that was there
     * @param kept retained
     */
    void lost(int away, int there, int kept) {
        queued += away;
        delivered += there;
        retained += kept;
    }

    void repeated(int messages) {
        twice += messages;
    }

    void swapped(int messages) {
        swaps += messages;
    }

    /** The broker did not start again on its data. */
    void dead() {
        dead++;
    }

    int acknowledged() {
        return acknowledged;
    }

    int twice() {
        return twice;
    }

    int swaps() {
        return swaps;
    }

    /** In words. */
    String lost() {
        StringJoiner words = new StringJoiner(", ");
        words.setEmptyValue("0");
        part(words, queued, "queued");
        part(words, delivered, "on their way");
        part(words, retained, "retained");
        part(words, dead, "times everything: it did not start again");
        return words.toString();
    }

    private static void part(StringJoiner words, int number, String what) {
        if (number > 0) {
            words.add(String.format(Locale.ROOT, "%,d %s", number, what));
        }
    }
}
