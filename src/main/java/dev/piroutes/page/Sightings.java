package dev.piroutes.page;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When devices of other programs were last heard of. All that is known of such a device is its status topic; so its signs
 * of life are messages there and on topics below the same level, such as {@code devB/event} beside {@code devB/status}, but
 * not the commands that others send it there. What the broker had retained counts as if it were said when it came.
 */
final class Sightings {
    private static final String STATUS = "/status";

    private static final Pattern COMMAND = Pattern.compile(".*/(cmd|set)(/.*)?");

    private final Map<String, Long> seen = new HashMap<>();

    void message(String topic, boolean empty, long time) {
        if (topic.endsWith(STATUS)) {
            if (empty) {
                seen.remove(topic);
            } else {
                seen.put(topic, time);
            }
        } else if (!COMMAND.matcher(topic).matches()) {
            for (int end = topic.indexOf('/'); end >= 0; end = topic.indexOf('/', end + 1)) {
                seen.computeIfPresent(topic.substring(0, end) + STATUS, (status, before) -> time);
            }
        }
    }

    /** When, as it was given, or null if never. */
    @Nullable
    Long of(String statusTopic) {
        return seen.get(statusTopic);
    }
}
