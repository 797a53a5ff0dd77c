package dev.piroutes.page;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When devices of other programs were last heard of. All that is known of such a device is its status topic; so its signs
 * of life are messages there and on topics below the same level, such as {@code devB/event} beside {@code devB/status}, but
 * not the commands that others send it there. What the broker had retained counts as if it were said when it came.
 */
final class Sightings {
    private static final String STATUS = "/status";

    private final Map<String, Long> seen = new HashMap<>();

    void message(String topic, boolean empty, long time) {
        if (topic.endsWith(STATUS)) {
            if (empty) {
                seen.remove(topic);
            } else {
                seen.put(topic, time);
            }
        } else if (!seen.isEmpty() && !isCommand(topic)) {
            for (int end = topic.indexOf('/'); end >= 0; end = topic.indexOf('/', end + 1)) {
                seen.computeIfPresent(topic.substring(0, end) + STATUS, (status, before) -> time);
            }
        }
    }

    /** Whether one of its levels but the first says so. */
    private static boolean isCommand(String topic) {
        return hasLevel(topic, "/cmd") || hasLevel(topic, "/set");
    }

    private static boolean hasLevel(String topic, String level) {
        int at = topic.indexOf(level);
        int end = at + level.length();
        return at >= 0 && (end == topic.length() || topic.charAt(end) == '/' || hasLevel(topic.substring(end), level));
    }

    /** When, as it was given, or null if never. */
    @Nullable
    Long of(String statusTopic) {
        return seen.get(statusTopic);
    }
}
