package dev.piroutes.verify;

import dev.piroutes.files.Reason;
import java.net.BindException;

/** There can be no examination. The message is one line: why not. */
public final class VerifyException extends Exception {

    private static final long serialVersionUID = 1;

    VerifyException(Exception cause) {
        super(Reason.of(cause), cause);
    }

    /** Whether devices cannot connect where they should. */
    boolean isPort() {
        return getCause() instanceof BindException;
    }
}
