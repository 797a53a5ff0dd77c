package dev.piroutes.broker.guard;

/**
 * Something that a client sent and must not send.
 *
 * @param what in words, to go on after the client's name
 * @param code MQTT 5's reason code for it
 */
record Offence(Kind kind, String what, int code) {
    static final int MALFORMED = 0x81;
    static final int PROTOCOL_ERROR = 0x82;
    static final int IMPLEMENTATION_SPECIFIC = 0x83;
    static final int UNSUPPORTED_VERSION = 0x84;
    static final int BAD_CLIENT_ID = 0x85;
    static final int BAD_CREDENTIALS = 0x86;
    static final int NOT_AUTHORIZED = 0x87;
    static final int UNAVAILABLE = 0x88;
    static final int BAD_AUTHENTICATION_METHOD = 0x8c;
    static final int BAD_FILTER = 0x8f;
    static final int BAD_TOPIC = 0x90;
    static final int BAD_ALIAS = 0x94;
    static final int TOO_LARGE = 0x95;
    static final int QUOTA = 0x97;

    /** What lines in the log are counted by. */
    enum Kind {
        MALFORMED,
        TOO_LARGE,
        TOO_SLOW,
        CLIENT_ID,
        NAME,
        RESERVED,
        LIMIT,
        MEMORY,
        CONNECTIONS,
        TLS
    }

    static Offence malformed(String what) {
        return new Offence(Kind.MALFORMED, what, MALFORMED);
    }

    static Offence protocol(String what) {
        return new Offence(Kind.MALFORMED, what, PROTOCOL_ERROR);
    }

    static Offence tooLarge(String what) {
        return new Offence(Kind.TOO_LARGE, what, TOO_LARGE);
    }
}
