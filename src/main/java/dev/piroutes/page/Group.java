package dev.piroutes.page;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one group of a class: the status of each of its devices, its checkpoints, and what it said last. It has
 * at most {@value #DEVICES} devices and {@value #CHECKPOINTS} checkpoints; what comes beyond that is left out.
 */
final class Group {
    static final int DEVICES = 8;
    static final int CHECKPOINTS = 12;
    /** For how long it counts that a device went offline. */
    static final Duration DROPS_COUNT = Duration.ofMinutes(5);

    private static final int DROPS_KEPT = 20;
    private static final int SHOWN = 80;

    /** A device, of which the status topic alone is known. */
    private static final class Device {
        String status = "";
        long heard;
        /** When the status changed; null: it has not, since it was first heard. */
        @Nullable
        Long since;

        long first;
        /** When it went offline, by {@link System#nanoTime}. */
        final Deque<Long> drops = new ArrayDeque<>();
    }

    private final String name;
    private final boolean expected;
    private final LongSupplier nanoTime;
    private final Map<String, Device> devices = new TreeMap<>();
    private final Map<String, Checkpoint> checkpoints = new TreeMap<>();
    private @Nullable Message last;
    private String lastTopic = "";

    /**
     * @param expected whether it is shown before anything was heard of it
     * @param nanoTime {@link System#nanoTime}, or a test's
     */
    Group(String name, boolean expected, LongSupplier nanoTime) {
        this.name = name;
        this.expected = expected;
        this.nanoTime = nanoTime;
    }

    boolean expected() {
        return expected;
    }

    /** Whether there is nothing to show of it, and nobody expects it. */
    boolean gone() {
        return !expected && devices.isEmpty() && checkpoints.isEmpty();
    }

    /** A device's status; an empty one takes the device away. @param time as a browser counts: {@link Moment#millis} */
    void status(String device, String status, long time) {
        if (status.isEmpty()) {
            devices.remove(device);
            return;
        }
        String shown = shortened(status);
        Device known = devices.get(device);
        if (known == null) {
            if (devices.size() == DEVICES) {
                return;
            }
            known = new Device();
            known.first = time;
            devices.put(device, known);
        } else if (!known.status.equals(shown)) {
            known.since = time;
            if (shown.equals("offline")) {
                known.drops.addLast(nanoTime.getAsLong());
                if (known.drops.size() > DROPS_KEPT) {
                    known.drops.removeFirst();
                }
            }
        }
        known.status = shown;
        known.heard = time;
    }

    /** The outcome of an examination; null takes it away. */
    void checkpoint(String contract, @Nullable Checkpoint outcome) {
        if (outcome == null) {
            checkpoints.remove(contract);
        } else if (checkpoints.size() < CHECKPOINTS || checkpoints.containsKey(contract)) {
            checkpoints.put(contract, outcome);
        }
    }

    /** Anything else that was published below the group's level. */
    void message(String topic, Message message) {
        lastTopic = topic;
        last = message;
    }

    private @Nullable JsonObject last() {
        Message message = last;
        if (message == null) {
            return null;
        }
        JsonObject now = new JsonObject();
        now.put("topic", shortened(lastTopic));
        now.put("payload", shortened(message.payload()));
        now.put("heard", message.came().millis());
        return now;
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
    }

    JsonObject toJson() {
        long now = nanoTime.getAsLong();
        JsonArray shown = new JsonArray();
        devices.forEach((id, device) -> {
            while (!device.drops.isEmpty() && now - device.drops.peekFirst() > DROPS_COUNT.toNanos()) {
                device.drops.removeFirst();
            }
            JsonObject json = new JsonObject();
            json.put("name", id);
            json.put("status", device.status);
            json.put("since", device.since == null ? device.first : device.since);
            json.put("longer", device.since == null);
            json.put("heard", device.heard);
            json.put("drops", device.drops.size());
            shown.add(json);
        });
        JsonArray passed = new JsonArray();
        checkpoints.forEach((contract, outcome) -> passed.add(outcome.toJson(contract)));
        JsonObject json = new JsonObject();
        json.put("name", name);
        json.put("expected", expected);
        json.put("devices", shown);
        json.put("checkpoints", passed);
        json.put("last", last());
        return json;
    }
}
