package dev.piroutes.source;

/** A file that is no YAML. The message says what is wrong and what would be right. */
public final class SyntaxException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Place place;

    SyntaxException(Place place, String message) {
        super(message);
        this.place = place;
    }

    /** Where the reader gave up. */
    public Place place() {
        return place;
    }
}
