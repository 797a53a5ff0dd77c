package dev.piroutes.broker;

import org.jspecify.annotations.Nullable;

/**
 * The broker cannot start. The message is one line for the person at the keyboard: which setting, which value, and what
 * to do about it.
 */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokerException(String message) {
        super(message);
    }

    BrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
