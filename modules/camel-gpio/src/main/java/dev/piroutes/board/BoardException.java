package dev.piroutes.board;

/** A pin or a board cannot be used. The message is one line that says what is wrong and what to do. */
public class BoardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoardException(String message) {
        super(message);
    }

    public BoardException(String message, Throwable cause) {
        super(message, cause);
    }

    static BoardException open(int pin, boolean output) {
        return new BoardException("gpio:" + LineNumbers.name(pin) + ": already open in this program as "
                + (output ? "an output" : "an input") + "; close it first");
    }

    static BoardException shutDown(int pin) {
        return new BoardException(
                "gpio:" + LineNumbers.name(pin) + ": the board has been shut down, so no output can be opened");
    }
}
