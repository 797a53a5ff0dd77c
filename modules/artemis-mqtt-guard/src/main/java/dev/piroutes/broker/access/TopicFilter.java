package dev.piroutes.broker.access;

/** Which topics a filter matches, and which filters it covers: MQTT 3.1.1, 4.7. */
public final class TopicFilter {
    private final String[] levels;

    public TopicFilter(String filter) {
        this.levels = levels(filter);
    }

    /** Whether it matches more than one topic. */
    public static boolean hasWildcard(String filter) {
        return filter.indexOf('#') >= 0 || filter.indexOf('+') >= 0;
    }

    /** Whether it matches every topic that the other matches. A topic without wildcards is a filter that matches itself. */
    public boolean covers(String other) {
        String[] asked = levels(other);
        if (asked[0].startsWith("$") && !levels[0].equals(asked[0])) {
            // Wildcards at the front do not stand for these.
            return false;
        }
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (i >= asked.length || asked[i].equals("#") || !levels[i].equals("+") && !levels[i].equals(asked[i])) {
                return false;
            }
        }
        return levels.length == asked.length;
    }

    private static String[] levels(String filter) {
        return filter.split("/", -1);
    }
}
