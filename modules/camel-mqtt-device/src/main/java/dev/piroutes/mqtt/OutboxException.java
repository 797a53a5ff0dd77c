package dev.piroutes.mqtt;

import java.io.IOException;

/** A publish that could not be promised: the outbox is full, or its disk is. The message is one line. */
final class OutboxException extends IOException {
    OutboxException(String message) {
        super(message);
    }
}
