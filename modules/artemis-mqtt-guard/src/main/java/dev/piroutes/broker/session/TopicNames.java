package dev.piroutes.broker.session;

/**
 * Writes MQTT topics and filters so that Artemis takes them for what they are. To Artemis {@code .}, {@code \}, {@code *}
 * and {@code ::} mean something in a name, an empty level gets lost, and no address setting holds for a name with a line
 * break; here each is replaced by one character of Unicode's private-use area, and those characters by two. What would be an
 * address of Artemis's own gets one such character in front. Every topic has one such form and comes back as it was.
 */
public final class TopicNames {
    private static final String SPECIAL = ".\\*:\n\r\u0085\u2028\u2029";
    /** What stands for each of {@link #SPECIAL}. */
    private static final String CODES = "\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue00a\ue00b";
    /** Says that the next character stands for itself: one of these sixteen, or the first of an address of Artemis's own. */
    private static final char LITERAL = '\ue000';

    private static final char LAST_RESERVED = '\ue00f';
    private static final char EMPTY_LEVEL = '\ue008';
    /** In front of the name of a group that shares a subscription, so that it is never equal to a client id. */
    private static final char GROUP = '\ue009';

    private static final String SHARE = "$share/";

    private TopicNames() {}

    /** Of a topic or a filter; an empty topic, for which an alias stands, stays empty. */
    public static String encode(String topic) {
        int filter = topic.startsWith(SHARE) ? topic.indexOf('/', SHARE.length()) : -1;
        if (filter >= 0) {
            String group = topic.substring(SHARE.length(), filter);
            return SHARE + GROUP + levels(group) + "/" + levels(topic.substring(filter + 1));
        }
        return levels(topic);
    }

    private static String levels(String topic) {
        if (isPlain(topic)) {
            return topic;
        }
        StringBuilder encoded = new StringBuilder();
        if (isAddressOfArtemis(topic)) {
            encoded.append(LITERAL);
        }
        for (int i = 0; i <= topic.length(); i++) {
            boolean end = i == topic.length();
            if ((end || topic.charAt(i) == '/') && (i == 0 || topic.charAt(i - 1) == '/')) {
                encoded.append(EMPTY_LEVEL);
            }
            if (!end) {
                append(encoded, topic.charAt(i));
            }
        }
        return encoded.toString();
    }

    private static void append(StringBuilder encoded, char c) {
        int special = SPECIAL.indexOf(c);
        if (special >= 0) {
            encoded.append(CODES.charAt(special));
        } else if (isReserved(c)) {
            encoded.append(LITERAL).append(c);
        } else {
            encoded.append(c);
        }
    }

    private static boolean isPlain(String topic) {
        if (topic.startsWith("/") || topic.endsWith("/") || isAddressOfArtemis(topic)) {
            return false;
        }
        for (int i = 0; i < topic.length(); i++) {
            char c = topic.charAt(i);
            if (SPECIAL.indexOf(c) >= 0 || isReserved(c) || c == '/' && topic.charAt(i - 1) == '/') {
                return false;
            }
        }
        return true;
    }

    /** With the delimiter that levels have there: below {@code activemq.} it manages itself, the others are its defaults. */
    private static boolean isAddressOfArtemis(String topic) {
        return topic.equals("DLQ")
                || topic.equals("ExpiryQueue")
                || topic.equals("activemq")
                || topic.startsWith("activemq/");
    }

    private static boolean isReserved(char c) {
        return c >= LITERAL && c <= LAST_RESERVED;
    }

    /** What {@link #encode} was given. */
    public static String decode(String encoded) {
        if (encoded.chars().noneMatch(c -> isReserved((char) c))) {
            return encoded;
        }
        StringBuilder topic = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == LITERAL && i + 1 < encoded.length()) {
                topic.append(encoded.charAt(++i));
            } else if (CODES.indexOf(c) >= 0) {
                topic.append(SPECIAL.charAt(CODES.indexOf(c)));
            } else if (c != EMPTY_LEVEL && c != GROUP) {
                topic.append(c);
            }
        }
        return topic.toString();
    }
}
