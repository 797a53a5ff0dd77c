package dev.piroutes.broker.guard;

import org.jspecify.annotations.Nullable;

/** The broker cannot be guarded, or cannot listen: one line for whoever configures it. */
public final class GuardException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GuardException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
