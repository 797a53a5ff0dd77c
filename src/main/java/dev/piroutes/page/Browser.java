package dev.piroutes.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What one browser has not been told yet. Up to {@value #UNDER_WAY} frames are under way to it, and the next goes when it has
 * shown one of them: so a slow browser costs at most what is kept here. Of a state only the newest is kept; of traces the last {@value Traces#KEPT}; of
 * messages the newest {@value #MESSAGES}, and it is told how many it missed.
 */
final class Browser {
    static final int MESSAGES = MessageLog.KEPT;
    /** More than one, so that what follows at once does not wait until the screen has been drawn. */
    static final int UNDER_WAY = 4;

    /** Messages of one frame. */
    static final int FRAME = 50;

    private final Consumer<String> socket;
    private final Map<String, JsonObject> states = new LinkedHashMap<>();
    private final Map<Long, WrittenLate> traces = new LinkedHashMap<>();
    private final Deque<Message> messages = new ArrayDeque<>();
    private final List<JsonObject> replies = new ArrayList<>();
    private final Set<Integer> held = new HashSet<>();
    private int dropped;
    private long sequence;
    private long shown;

    /** @param socket takes a frame, and sends it behind the one before */
    Browser(Consumer<String> socket) {
        this.socket = socket;
    }

    /** The pins that this browser's user holds pressed. */
    synchronized Set<Integer> held() {
        return new HashSet<>(held);
    }

    synchronized void hold(int pin, boolean pressed) {
        if (pressed) {
            held.add(pin);
        } else {
            held.remove(pin);
        }
    }

    /** A state: replaces what is still waiting under the same name, and comes behind all that waits: one pin behind all pins. */
    synchronized void state(String name, JsonObject event) {
        states.remove(name);
        states.put(name, event);
    }

    /** A trace that has got on. */
    synchronized void trace(long id, WrittenLate event) {
        traces.put(id, event);
        if (traces.size() > Traces.KEPT) {
            traces.remove(traces.keySet().iterator().next());
        }
    }

    synchronized void message(Message message) {
        if (messages.size() == MESSAGES) {
            messages.removeFirst();
            dropped++;
        }
        messages.addLast(message);
    }

    synchronized void reply(JsonObject reply) {
        replies.add(reply);
    }

    /** The browser has shown a frame. */
    synchronized void seen(long frame) {
        if (frame <= sequence) {
            shown = Math.max(shown, frame);
        }
    }

    /** Sends the next frame, if there is something to tell. Called by one thread: frames stay in order. */
    void flush() {
        String frame = frame();
        if (frame != null) {
            socket.accept(frame);
        }
    }

    /** The next frame, or null while too many are not shown or there is nothing to tell. */
    @Nullable
    String frame() {
        JsonObject next = next();
        // Written here, where no message waits for it.
        return next == null ? null : next.toJson();
    }

    private synchronized @Nullable JsonObject next() {
        boolean nothing = states.isEmpty() && traces.isEmpty() && messages.isEmpty() && replies.isEmpty();
        if (nothing || sequence - shown == UNDER_WAY) {
            return null;
        }
        JsonArray events = new JsonArray();
        states.values().forEach(events::add);
        states.clear();
        events.addAll(traces.values());
        traces.clear();
        if (dropped > 0) {
            events.add(event("dropped", "count", dropped));
            dropped = 0;
        }
        JsonArray some = new JsonArray();
        while (!messages.isEmpty() && some.size() < FRAME) {
            some.add(messages.removeFirst());
        }
        if (!some.isEmpty()) {
            events.add(event("messages", "messages", some));
        }
        events.addAll(replies);
        replies.clear();
        JsonObject frame = new JsonObject();
        frame.put("seq", ++sequence);
        // What lasts, the browser counts from here: its clock may be another.
        frame.put("now", Moment.now().millis());
        frame.put("events", events);
        return frame;
    }

    static JsonObject event(String type, String name, Object value) {
        JsonObject event = new JsonObject();
        event.put("type", type);
        event.put(name, value);
        return event;
    }
}
