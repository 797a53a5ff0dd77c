package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/** The reason codes of MQTT 5 (2.4), as far as a client meets them, in words. */
final class ReasonCode {

    /** From here on they are failures. */
    static final int FAILURE = 0x80;

    static final int UNSUPPORTED_VERSION = 0x84;
    static final int BAD_CLIENT_ID = 0x85;
    static final int BAD_CREDENTIALS = 0x86;
    static final int NOT_AUTHORIZED = 0x87;
    static final int TOPIC_NAME_INVALID = 0x90;
    static final int PACKET_ID_NOT_FOUND = 0x92;
    static final int PACKET_TOO_LARGE = 0x95;
    static final int PAYLOAD_FORMAT_INVALID = 0x99;
    static final int RETAIN_NOT_SUPPORTED = 0x9a;
    static final int QOS_NOT_SUPPORTED = 0x9b;

    /** What the return codes of a CONNACK of 3.1.1 are in MQTT 5, from 1 on. */
    private static final int[] CONNACK = {UNSUPPORTED_VERSION, BAD_CLIENT_ID, 0x88, BAD_CREDENTIALS, NOT_AUTHORIZED};

    private ReasonCode() {}

    /** The reason code of a CONNACK of either version. */
    static int ofConnack(int code) {
        return code <= CONNACK.length ? CONNACK[code - 1] : code;
    }

    /** @param reasonString what the broker adds to the code, or null */
    static String inWords(int code, @Nullable String reasonString) {
        return name(code)
                + String.format(" (0x%02x", code)
                + (reasonString == null || reasonString.isBlank() ? ")" : ": " + reasonString + ")");
    }

    private static String name(int code) {
        return switch (code) {
            case 0x00 -> "no reason given";
            case 0x81 -> "malformed packet";
            case 0x82 -> "protocol error";
            case 0x83 -> "refused for a reason of the broker's own";
            case UNSUPPORTED_VERSION -> "protocol version not supported";
            case BAD_CLIENT_ID -> "client id not valid";
            case BAD_CREDENTIALS -> "bad user name or password";
            case NOT_AUTHORIZED -> "not authorized";
            case 0x88 -> "server unavailable";
            case 0x89 -> "server busy";
            case 0x8a -> "banned";
            case 0x8b -> "server shutting down";
            case 0x8c -> "bad authentication method";
            case 0x8d -> "keep-alive timeout";
            case 0x8e -> "session taken over: another client uses this client id";
            case 0x8f -> "topic filter invalid";
            case TOPIC_NAME_INVALID -> "topic name invalid";
            case 0x91 -> "packet id in use";
            case PACKET_ID_NOT_FOUND -> "packet id not found";
            case 0x93 -> "receive maximum exceeded";
            case 0x94 -> "topic alias invalid";
            case PACKET_TOO_LARGE -> "packet too large";
            case 0x96 -> "message rate too high";
            case 0x97 -> "quota exceeded";
            case 0x98 -> "administrative action";
            case PAYLOAD_FORMAT_INVALID -> "payload format invalid";
            case RETAIN_NOT_SUPPORTED -> "retained messages not supported";
            case QOS_NOT_SUPPORTED -> "QoS not supported";
            case 0x9c -> "use another server";
            case 0x9d -> "server moved";
            case 0x9e -> "shared subscriptions not supported";
            case 0x9f -> "connection rate exceeded";
            case 0xa0 -> "maximum connect time";
            case 0xa1 -> "subscription identifiers not supported";
            case 0xa2 -> "wildcard subscriptions not supported";
            default -> "unspecified error";
        };
    }
}
