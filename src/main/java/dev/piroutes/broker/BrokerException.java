package dev.piroutes.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker cannot start. The message is one line for the person at the keyboard: which setting, which value, and what
 * to do about it.
 */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerException(String message) {
        super(message);
    }

    public BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
