package dev.piroutes.bench;

/** Something that keeps one system from being measured; the message is one line for the person who reads the table. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchException(String message) {
        super(message);
    }

    BenchException(String message, Throwable cause) {
        super(message, cause);
    }
}
