package dev.piroutes.topic;

/**
 * What MQTT's topic filters match: MQTT 3.1.1 and 5, 4.7. Of filters and topics that MQTT allows; nothing is allocated, since
 * the broker asks this of each retained topic. {@code mqtt.js} of the page does the same, by the same table of cases.
 */
public final class TopicFilter {

    private TopicFilter() {}

    public static boolean hasWildcard(String filter) {
        return filter.indexOf('#') >= 0 || filter.indexOf('+') >= 0;
    }

    /** Whether a subscription to the filter gets what is published to the topic. */
    public static boolean matches(String filter, String topic) {
        return covers(filter, topic);
    }

    /** Whether the filter matches every topic that the other matches. A topic is a filter that matches itself. */
    public static boolean covers(String filter, String other) {
        if (other.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
            return false;
        }
        int in = 0;
        int at = 0;
        while (in <= filter.length()) {
            int inEnd = levelEnd(filter, in);
            if (isLevel(filter, in, inEnd, '#')) {
                return true; // also for the level above: a/# matches a
            }
            if (at > other.length()) {
                return false;
            }
            int atEnd = levelEnd(other, at);
            if (isLevel(other, at, atEnd, '#')
                    || !isLevel(filter, in, inEnd, '+')
                            && (inEnd - in != atEnd - at || !filter.regionMatches(in, other, at, inEnd - in))) {
                return false;
            }
            in = inEnd + 1;
            at = atEnd + 1;
        }
        return at > other.length();
    }

    private static int levelEnd(String text, int from) {
        int end = text.indexOf('/', from);
        return end < 0 ? text.length() : end;
    }

    private static boolean isLevel(String text, int from, int end, char wildcard) {
        return end - from == 1 && text.charAt(from) == wildcard;
    }
}
