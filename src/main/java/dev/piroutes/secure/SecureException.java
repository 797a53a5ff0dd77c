package dev.piroutes.secure;

import org.jspecify.annotations.Nullable;

/** The folder cannot be made. The message is one line: where, what is wrong, and what would be right. */
public final class SecureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecureException(String message) {
        super(message);
    }

    SecureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
