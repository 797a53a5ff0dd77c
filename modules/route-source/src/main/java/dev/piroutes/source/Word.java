package dev.piroutes.source;

/**
 * A value as it was written, placeholders and all.
 *
 * @param text the value
 * @param place where it begins
 */
public record Word(String text, Place place) {
    @Override
    public String toString() {
        return text;
    }
}
