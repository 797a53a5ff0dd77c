package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.HandshakeFailure;
import java.io.IOException;

/** Why something did not work with a broker: an outcome to decide by, and words. */
final class TransportException extends IOException {
    private static final long serialVersionUID = 1;

    private final ConnectOutcome outcome;
    private final int reason;

    /** The broker is not there, or does not do what it must. */
    TransportException(String message) {
        this(ConnectOutcome.AWAY, message);
    }

    /** The broker has said so. */
    TransportException(ConnectOutcome outcome, String message) {
        this(outcome, 0, message);
    }

    /** The same, with the reason code of MQTT 5 that it gave. */
    TransportException(ConnectOutcome outcome, int reason, String message) {
        super(message);
        this.outcome = outcome;
        this.reason = reason;
    }

    /** It is the network that has failed, or TLS. */
    TransportException(Throwable cause) {
        super(Reason.of(cause), cause);
        this.outcome = HandshakeFailure.inWords(cause).isPresent() ? ConnectOutcome.TLS : ConnectOutcome.AWAY;
        this.reason = 0;
    }

    ConnectOutcome outcome() {
        return outcome;
    }

    /** The reason code that the broker gave; 0: none. */
    int reason() {
        return reason;
    }
}
