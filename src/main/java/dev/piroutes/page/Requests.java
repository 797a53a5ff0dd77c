package dev.piroutes.page;

import dev.piroutes.board.Level;
import dev.piroutes.files.Reason;
import dev.piroutes.gpio.Pin;
import dev.piroutes.gpio.PinStatus;
import dev.piroutes.plots.Plots;
import dev.piroutes.plots.SeriesName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Does what a browser asks for, or says in one line why not. */
final class Requests {
    private static final int LONGEST_TOPIC = 65_535;
    private static final int LARGEST_PAYLOAD = 256 * 1024;
    /** However long a browser says that a button was held: it waits for the rest of that time alone. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** What changes nothing that is controlled from here. */
    private static final Set<String> LOOKING_ON = Set.of("source", "plot", "unplot", "history");
    /** Of the header. */
    private static final int LAST_PIN = 27;
    /** As many as a screen is wide. */
    private static final int POINTS = 1000;

    private final BenchState state;
    private final ProducerTemplate template;
    private final MessageSource messages;
    private final Plots plots;
    /** When each button was moved last, by {@link System#nanoTime}. */
    private final Map<Integer, Long> moved = new ConcurrentHashMap<>();

    Requests(BenchState state, ProducerTemplate template, MessageSource messages, Plots plots) {
        this.state = state;
        this.template = template;
        this.messages = messages;
        this.plots = plots;
    }

    /**
     * @return what the answer has to say, or null
     * @throws IllegalArgumentException in one line, what is wrong and what would be right
     */
    @Nullable
    String act(Browser browser, JsonObject request) throws Exception {
        String what = String.valueOf(request.get("do"));
        if (!LOOKING_ON.contains(what) && !state.control()) {
            throw new IllegalArgumentException(
                    "this page only shows the board; to let it change something, run with --page.control=true");
        }
        switch (what) {
            case "press" -> press(browser, pin(request));
            case "release" -> release(browser, pin(request), heldMillis(request));
            case "flip" -> flip(pin(request));
            case "output" -> output(pin(request), text(request, "action"));
            case "measure" -> state.measure(text(request, "sensor"), value(request));
            case "publish" -> publish(request);
            case "source" -> {
                return state.source(text(request, "file"));
            }
            case "plot" -> plots.add(series(request));
            case "unplot" -> plots.remove(series(request));
            case "history" -> {
                return history(request);
            }
            case "cut" -> {
                requireVirtual();
                state.device(text(request, "device")).cut();
            }
            case "stop-broker" -> {
                requireVirtual();
                messages.pauseBroker(number(request, "seconds", 1, 60));
            }
            default -> throw new IllegalArgumentException("no such request: " + what);
        }
        return null;
    }

    /** Releases what a browser that has left still held. */
    void release(Browser browser) {
        browser.held().forEach(pin -> release(browser, pin, 0));
    }

    private void press(Browser browser, int pin) {
        move(pin, "PRESS", 0);
        browser.hold(pin, true);
    }

    private void release(Browser browser, int pin, long heldMillis) {
        move(pin, "RELEASE", heldMillis);
        browser.hold(pin, false);
    }

    /** Moves a contact that stays where it is put: back to where it rests, or away from there. */
    private void flip(int pin) {
        Optional<Level> before = level(pin);
        move(pin, "RELEASE", 0);
        if (level(pin).equals(before)) {
            move(pin, "PRESS", 0);
        }
    }

    private Optional<Level> level(int pin) {
        return state.pin(pin).map(PinStatus::level);
    }

    /**
     * Moves a button, not sooner after it was moved last than its debounce lets pass, nor than the browser says. Requests that came
     * late and together are told apart as they were made.
     */
    private void move(int pin, String how, long afterMillis) {
        if (!state.virtual()) {
            throw new IllegalArgumentException(new Pin(pin).name() + " is a real pin: press its button by hand");
        }
        Long last = moved.get(pin);
        if (last != null) {
            long debounce = state.pin(pin).map(PinStatus::debounce).orElse(0L);
            long after = TimeUnit.MILLISECONDS.toNanos(Math.max(debounce, afterMillis));
            pause(Math.min(last + after - System.nanoTime(), LONGEST_PAUSE.toNanos()));
        }
        send("gpio:" + new Pin(pin).line() + "?simulate=true", how);
        moved.put(pin, System.nanoTime());
    }

    private static void pause(long nanos) {
        if (nanos > 0) {
            try {
                TimeUnit.NANOSECONDS.sleep(nanos);
            } catch (InterruptedException e) {
                // The program ends.
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How long the browser's user held the button, in milliseconds; 0 if it does not say. */
    private static long heldMillis(JsonObject request) {
        return request.get("held") instanceof Number held ? held.longValue() : 0;
    }

    private void output(int pin, String action) {
        if (!action.matches("ON|OFF|TOGGLE")) {
            throw new IllegalArgumentException("action must be ON, OFF or TOGGLE, but was \"" + action + "\"");
        }
        String endpoint = state.pin(pin)
                .map(PinStatus::endpoint)
                .orElseThrow(() -> new IllegalArgumentException("no route has " + new Pin(pin).name() + " as output"));
        send(endpoint, action);
    }

    private void publish(JsonObject request) {
        String topic = text(request, "topic");
        if (topic.isEmpty() || topic.matches("(?s).*[+#\u0000].*") || topic.length() > LONGEST_TOPIC) {
            throw new IllegalArgumentException(
                    "topic must be 1 to " + LONGEST_TOPIC + " characters without + and #, but was \"" + topic + "\"");
        }
        byte[] payload = text(request, "payload").getBytes(StandardCharsets.UTF_8);
        if (payload.length > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("payload must have at most " + LARGEST_PAYLOAD + " bytes, but has "
                    + payload.length + ": publish it with mosquitto_pub");
        }
        messages.publish(topic, payload, number(request, "qos", 0, 2), Boolean.TRUE.equals(request.get("retained")));
    }

    private static SeriesName series(JsonObject request) {
        return new SeriesName(text(request, "topic"), text(request, "field"));
    }

    /** Whole arrays, as a browser draws them; null where nobody knows. */
    private String history(JsonObject request) {
        int seconds = number(request, "seconds", 60, 30 * 86_400);
        Plots.History history = plots.history(series(request), seconds, POINTS);
        JsonObject json = new JsonObject();
        json.put("seconds", Arrays.stream(history.seconds()).boxed().toList());
        json.put("mean", known(history.mean()));
        json.put("least", known(history.least()));
        json.put("greatest", known(history.greatest()));
        return json.toJson();
    }

    private static List<@Nullable Double> known(double[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> Double.isNaN(value) ? null : value)
                .collect(Collectors.toList());
    }

    private void requireVirtual() {
        if (!state.virtual()) {
            throw new IllegalArgumentException("faults are for a virtual board");
        }
    }

    private void send(String uri, String body) {
        try {
            template.sendBody(uri, body);
        } catch (CamelExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(Reason.of(cause), cause);
        }
    }

    private static String text(JsonObject request, String name) {
        if (request.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(name + " must be a text, but was " + request.get(name));
    }

    private static double value(JsonObject request) {
        if (request.get("value") instanceof Number value && Double.isFinite(value.doubleValue())) {
            return value.doubleValue();
        }
        throw new IllegalArgumentException("value must be a number, but was " + request.get("value"));
    }

    private int pin(JsonObject request) {
        int pin = number(request, "pin", 0, Integer.MAX_VALUE);
        if (pin > LAST_PIN && state.pin(pin).isEmpty()) {
            throw new IllegalArgumentException("pin must be a number from 0 to 27, but was " + pin);
        }
        return pin;
    }

    private static int number(JsonObject request, String name, int least, int most) {
        if (request.get(name) instanceof Number number && number.intValue() >= least && number.intValue() <= most) {
            return number.intValue();
        }
        throw new IllegalArgumentException(
                name + " must be a number from " + least + " to " + most + ", but was " + request.get(name));
    }
}
