package dev.piroutes.broker.access;

import org.jspecify.annotations.Nullable;

/** A file of users or permissions that cannot be used. The message is one line with its place. */
public final class AccessException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccessException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
