package dev.piroutes.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker cannot start. The message is one line for the person at the keyboard: which setting, which value, and what
 * to do about it.
 */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean passing;

    public BrokerException(String message) {
        this(message, null);
    }

    public BrokerException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    private BrokerException(String message, @Nullable Throwable cause, boolean passing) {
        super(message, cause);
        this.passing = passing;
    }

    /** For what this machine is like at the moment: a port that is taken, an address or a name that is not there. */
    public static BrokerException passing(String message, Throwable cause) {
        return new BrokerException(message, cause, true);
    }

    /** Whether trying again later can help, with nothing changed here. */
    public boolean isPassing() {
        return passing;
    }
}
