package dev.piroutes.broker.guard;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Client ids as Artemis gets to see them. Artemis names a subscription's queue after the client id, a dot and the topic, so
 * that client {@code x} on {@code y/z} and client {@code x.y} on {@code z} would share one queue and steal each other's
 * messages. Here every character but letters, digits, {@code -} and {@code _} becomes {@code %} and its four hexadecimal
 * digits, and the names of shared subscriptions, which share the same space, get a mark that no client id has.
 */
public final class ClientIds {
    private static final Pattern ESCAPE = Pattern.compile("%([0-9a-f]{4})");
    private static final String GROUP = "%g";

    private ClientIds() {}

    /** The client id for Artemis; the same for the usual ones. */
    public static String encode(String clientId) {
        if (clientId.chars().allMatch(ClientIds::isPlain)) {
            return clientId;
        }
        StringBuilder encoded = new StringBuilder();
        clientId.chars().forEach(c -> {
            if (isPlain(c)) {
                encoded.append((char) c);
            } else {
                encoded.append(String.format("%%%04x", c));
            }
        });
        return encoded.toString();
    }

    /** The client id as the client knows it. */
    public static String decode(String encoded) {
        return ESCAPE.matcher(encoded)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** The name of a shared subscription for Artemis. */
    static String encodeGroup(String name) {
        return GROUP + encode(name);
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }
}
