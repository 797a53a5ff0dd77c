package dev.piroutes.mqtt;

/** Why something did not work with a broker: a {@link Reason} to decide by, and the exception for its words. */
final class TransportException extends Exception {
    private static final long serialVersionUID = 1;

    enum Reason {
        /** The broker does not take this user name and password. */
        BAD_CREDENTIALS,
        /** The broker knows the user, and does not permit this. */
        NOT_PERMITTED,
        /** The broker does not take this client id. */
        BAD_CLIENT_ID,
        /** The broker has answered that it does not take this now, and has said why. */
        REFUSED,
        /** The broker does not speak this version of MQTT. */
        OTHER_PROTOCOL,
        OTHER
    }

    private final Reason reason;

    TransportException(Reason reason, Throwable cause) {
        super(cause.getMessage(), cause);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }
}
