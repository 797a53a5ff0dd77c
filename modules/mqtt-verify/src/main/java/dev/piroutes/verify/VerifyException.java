package dev.piroutes.verify;

import java.net.BindException;

/** There can be no examination. The message is one line: why not. */
public final class VerifyException extends Exception {

    private static final long serialVersionUID = 1;

    VerifyException(Exception cause) {
        super(cause.getMessage(), cause);
    }

    /** Whether devices cannot connect where they should. */
    boolean isPort() {
        return getCause() instanceof BindException;
    }
}
