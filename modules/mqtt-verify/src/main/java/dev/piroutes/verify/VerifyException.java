package dev.piroutes.verify;

/** There can be no examination. The message is one line: why not. */
public final class VerifyException extends Exception {

    private static final long serialVersionUID = 1;

    VerifyException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
