package dev.piroutes.mqtt;

import org.eclipse.paho.client.mqttv3.MqttException;

/** How an attempt to connect went, and what to say of it. */
enum ConnectOutcome {
    CONNECTED,
    /** No broker answered: it may come later. */
    AWAY,
    /** The broker does not take this user name and password. */
    BAD_CREDENTIALS,
    /** The broker knows the user, and does not permit it to connect like this: its will, its certificate. */
    NOT_PERMITTED,
    /** The broker does not take this client id. */
    BAD_CLIENT_ID,
    /** The broker's certificate is not trusted. */
    UNTRUSTED;

    static ConnectOutcome of(MqttException e) {
        return switch (e.getReasonCode()) {
            case MqttException.REASON_CODE_FAILED_AUTHENTICATION -> BAD_CREDENTIALS;
            case MqttException.REASON_CODE_NOT_AUTHORIZED -> NOT_PERMITTED;
            case MqttException.REASON_CODE_INVALID_CLIENT_ID -> BAD_CLIENT_ID;
            default -> root(e) instanceof java.security.GeneralSecurityException ? UNTRUSTED : AWAY;
        };
    }

    /** Whether trying again cannot help: somebody has to change a setting. */
    boolean isFinal() {
        return this != CONNECTED && this != AWAY;
    }

    String inWords(DeviceOptions options, MqttException e) {
        String broker = String.join(", ", options.serverUris());
        String user = options.credentials().username();
        return switch (this) {
            case CONNECTED -> "connected to " + broker;
            case AWAY -> "no broker at " + broker + because(e);
            case BAD_CREDENTIALS ->
                "the broker at " + broker + " refuses "
                        + (user == null
                                ? "an anonymous connection: set mqtt.credentials, or mqtt.username and mqtt.password"
                                : "user \"" + user + "\": check mqtt.credentials, or mqtt.username and mqtt.password");
            case NOT_PERMITTED ->
                "the broker at " + broker + " does not permit " + (user == null ? "anybody" : "user \"" + user + "\"")
                        + " to connect as \"" + options.clientId() + "\""
                        + (options.statusTopic() == null ? "" : " with a will on " + options.statusTopic())
                        + ": the broker's log says what is missing";
            case BAD_CLIENT_ID -> "the broker at " + broker + " refuses client id \"" + options.clientId() + "\"";
            case UNTRUSTED ->
                "the certificate of the broker at " + broker + " is not trusted (" + root(e).getMessage()
                        + "): set mqtt.ca to the PEM file of its authority";
        };
    }

    /** The cause in parentheses, if there is one worth saying. */
    static String because(Throwable e) {
        Throwable root = root(e);
        String message = root.getMessage();
        return message == null || message.isBlank() ? "" : " (" + message + ")";
    }

    private static Throwable root(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
