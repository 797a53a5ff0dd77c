package dev.piroutes.page;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a class that share one broker: each has a level of its own below the root, and is known by a device's
 * status, {@code ROOT/GROUP/DEVICE/status}, or by a checkpoint, {@code ROOT/GROUP/checkpoint/CONTRACT}. Those that are
 * expected always have a place; of others the first {@value #OTHERS} do, and the messages of all further ones are counted.
 */
final class Groups {
    static final int OTHERS = 100;
    /** Characters of the name of a group, a device or a contract; longer ones are left out. */
    static final int NAME = 64;

    private static final String STATUS = "status";
    private static final String CHECKPOINT = "checkpoint";

    private final String prefix;
    private final Predicate<String> own;
    private final LongSupplier nanoTime;
    private final Map<String, Group> groups = new TreeMap<>();
    private int others;
    private long left;

    /**
     * @param root the level above the groups
     * @param expected the names of groups that are shown before anything was heard of them
     * @param own whether a topic is the status topic of a device of this program, which belongs to no group
     * @param nanoTime {@link System#nanoTime}, or a test's
     */
    Groups(String root, List<String> expected, Predicate<String> own, LongSupplier nanoTime) {
        this.prefix = root + "/";
        this.own = own;
        this.nanoTime = nanoTime;
        expected.forEach(name -> groups.put(name, new Group(name, true, nanoTime)));
    }

    /** A message; whether it was the status of a group's device. */
    synchronized boolean message(Message message) {
        String topic = message.topic();
        if (!topic.startsWith(prefix)) {
            return false;
        }
        String below = topic.substring(prefix.length());
        String[] levels = below.split("/", -1);
        boolean founds = levels.length == 3 && (levels[1].equals(CHECKPOINT) || levels[2].equals(STATUS));
        if (founds && !own.test(topic)) {
            tell(levels, message);
            return levels[2].equals(STATUS) && !levels[1].equals(CHECKPOINT);
        }
        Group group = groups.get(levels[0]);
        if (group != null && levels.length > 1) {
            group.message(below.substring(levels[0].length() + 1), message);
        }
        return false;
    }

    private void tell(String[] levels, Message message) {
        String payload = message.payload();
        boolean named = Stream.of(levels).noneMatch(String::isEmpty);
        Group group = named ? group(levels, payload.isEmpty()) : null;
        if (group == null) {
            return;
        }
        if (levels[1].equals(CHECKPOINT)) {
            group.checkpoint(levels[2], Checkpoint.of(payload).orElse(null));
        } else {
            group.status(levels[1], payload, message.came().millis());
        }
        if (group.gone()) {
            groups.remove(levels[0]);
            others--;
        }
    }

    private @Nullable Group group(String[] levels, boolean takesAway) {
        boolean small = Stream.of(levels).allMatch(level -> level.length() <= NAME);
        Group known = groups.get(levels[0]);
        if (small && (known != null || takesAway)) {
            return known;
        }
        if (!small || others == OTHERS) {
            left++;
            return null;
        }
        Group found = new Group(levels[0], false, nanoTime);
        groups.put(levels[0], found);
        others++;
        return found;
    }

    /** How the class is now: those that are expected first, each part by name. */
    synchronized JsonObject toJson() {
        JsonArray all = new JsonArray();
        groups.values().stream()
                .sorted(Comparator.comparing(Group::expected).reversed())
                .forEach(group -> all.add(group.toJson()));
        JsonObject event = Browser.event("class", "groups", all);
        event.put("left", left);
        return event;
    }
}
