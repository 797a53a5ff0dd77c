package dev.piroutes.broker.session;

/** Which topics a filter matches: MQTT 3.1.1, 4.7. */
final class TopicFilter {
    private final String filter;
    private final String[] levels;

    TopicFilter(String filter) {
        this.filter = filter;
        this.levels = split(filter);
    }

    boolean hasWildcard() {
        return filter.indexOf('#') >= 0 || filter.indexOf('+') >= 0;
    }

    boolean matches(String topic) {
        if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) {
            return false;
        }
        String[] of = split(topic);
        for (int i = 0; i < levels.length; i++) {
            if (levels[i].equals("#")) {
                return true;
            }
            if (i >= of.length || !levels[i].equals("+") && !levels[i].equals(of[i])) {
                return false;
            }
        }
        return levels.length == of.length;
    }

    private static String[] split(String topic) {
        return topic.split("/", -1);
    }
}
