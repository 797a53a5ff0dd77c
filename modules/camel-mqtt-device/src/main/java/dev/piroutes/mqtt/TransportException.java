package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.HandshakeFailure;
import java.io.IOException;

/** Why something did not work with a broker: an outcome to decide by, and words. */
final class TransportException extends IOException {
    private static final long serialVersionUID = 1;

    private final ConnectOutcome outcome;

    /** The broker is not there, or does not do what it must. */
    TransportException(String message) {
        this(ConnectOutcome.AWAY, message);
    }

    /** The broker has said so. */
    TransportException(ConnectOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    /** It is the network that has failed, or TLS. */
    TransportException(Throwable cause) {
        super(Reason.of(cause), cause);
        this.outcome = HandshakeFailure.inWords(cause).isPresent() ? ConnectOutcome.TLS : ConnectOutcome.AWAY;
    }

    ConnectOutcome outcome() {
        return outcome;
    }
}
