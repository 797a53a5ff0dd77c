package dev.piroutes.words;

/** How many there are of something. */
public final class Count {
    private Count() {}

    /** {@code 1 file}, {@code 2 files}. @param noun of which the plural ends with an s */
    public static String of(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
