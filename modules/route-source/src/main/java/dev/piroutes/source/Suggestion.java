package dev.piroutes.source;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds the word that was probably meant. */
public final class Suggestion {

    /** The most letters that a slip of the finger changes. */
    private static final int FARTHEST = 5;

    /** Counts two letters in the wrong order as one slip, not two. */
    private static final DamerauLevenshteinDistance DISTANCE = new DamerauLevenshteinDistance();

    private Suggestion() {}

    /** The nearest of the names; nothing if none is near. */
    public static Optional<String> nearest(String wrong, Collection<String> names) {
        String lower = wrong.toLowerCase(Locale.ROOT);
        Comparator<String> near = Comparator.comparingInt(name -> DISTANCE.apply(lower, name.toLowerCase(Locale.ROOT)));
        return names.stream()
                .filter(name -> !name.equals(wrong))
                .min(near.thenComparing(Comparator.naturalOrder()))
                .filter(name -> DISTANCE.apply(lower, name.toLowerCase(Locale.ROOT))
                        <= Math.min(FARTHEST, Math.min(wrong.length(), name.length()) / 2));
    }

    /** {@code ; did you mean …?}, to append to a message; empty if no name is near. */
    public static String didYouMean(String wrong, Collection<String> names) {
        return didYouMean(wrong, names, "");
    }

    /** The same. @param otherwise what to append if no name is near */
    public static String didYouMean(String wrong, Collection<String> names, String otherwise) {
        return nearest(wrong, names).map(name -> "; did you mean " + name + "?").orElse(otherwise);
    }
}
