package dev.piroutes.page;

import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * A browser without a screen: speaks the page's protocol, and keeps every event. It uses Vert.x, since the WebSocket client of
 * Java 17 takes a few of a thousand connections on a busy machine for broken ("Invalid UTF-8"), whatever the server.
 */
final class PageClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LARGEST = 16 << 20;
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setUseDaemonThread(true));
    private static final WebSocketClient CLIENT = VERTX.createWebSocketClient(
            new WebSocketClientOptions().setMaxFrameSize(LARGEST).setMaxMessageSize(LARGEST));

    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final WebSocket socket;
    private volatile boolean slow;
    private volatile long lastFrame;
    private volatile Throwable failure;
    /** The pins as they were shown last. */
    private volatile JsonArray pins;

    private int requests;

    PageClient(int port) {
        this(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/bench")
                .addHeader("Origin", "http://127.0.0.1:" + port));
    }

    /** With headers of one's own. */
    PageClient(WebSocketConnectOptions page) {
        CompletableFuture<WebSocket> connected = new CompletableFuture<>();
        // From the thread that reads: from any other, what comes before there is a handler is lost (Vert.x 4.5).
        VERTX.runOnContext(begin -> CLIENT.connect(page)
                .onSuccess(open -> {
                    open.textMessageHandler(json -> frame(open, json))
                            // The server has broken the rules of WebSocket, or the connection has broken.
                            .exceptionHandler(e -> failure = e);
                    connected.complete(open);
                })
                .onFailure(connected::completeExceptionally));
        socket = connected.orTimeout(20, TimeUnit.SECONDS).join();
        event("traces", e -> true);
    }

    private void frame(WebSocket from, String json) {
        try {
            JsonObject frame = (JsonObject) Jsoner.deserialize(json);
            for (Object event : (JsonArray) frame.get("events")) {
                JsonObject shown = (JsonObject) event;
                events.add(shown);
                if ("pins".equals(shown.get("type"))) {
                    pins = (JsonArray) shown.get("pins");
                }
            }
            lastFrame = frame.getLong("seq");
            if (!slow) {
                seen(from);
            }
        } catch (DeserializationException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** From now on it does not say that it has shown a frame. */
    void beSlow() {
        slow = true;
    }

    /** It has caught up. */
    void beQuick() {
        slow = false;
        seen(socket);
    }

    private void seen(WebSocket to) {
        to.writeTextMessage("{\"do\":\"seen\",\"seq\":" + lastFrame + "}");
    }

    /** Asks, and waits for the answer. */
    JsonObject ask(String request) {
        return reply(begin(request));
    }

    /** Asks. @return by what the answer is known */
    int begin(String request) {
        int id = ++requests;
        socket.writeTextMessage("{\"id\":" + id + "," + request + "}");
        return id;
    }

    JsonObject reply(int id) {
        return event("reply", reply -> reply.getInteger("to") == id);
    }

    /** Presses a button and lets it go, each for as long as the pin's routes want it to last. */
    void press(int pin) {
        await("pins").atMost(LIMIT).until(() -> pins != null);
        long debounce = pins.stream()
                .map(JsonObject.class::cast)
                .filter(shown -> shown.getInteger("pin") == pin)
                .map(shown -> TimeUnit.MILLISECONDS.toNanos(shown.getLong("debounce")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page shows no pin " + pin));
        for (String change : List.of("press", "release")) {
            ask("\"do\":\"" + change + "\",\"pin\":" + pin);
            long since = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(() -> System.nanoTime() - since >= debounce);
        }
    }

    static Predicate<JsonObject> pinIs(int pin, String state) {
        return event -> event.getInteger("pin") == pin && state.equals(event.get("state"));
    }

    /** The newest event of a type that fits; waits for it. */
    JsonObject event(String type, Predicate<JsonObject> fits) {
        await(type)
                .atMost(LIMIT)
                .until(() -> failure != null || events(type).stream().anyMatch(fits));
        if (failure != null) {
            throw new AssertionError("the connection has failed", failure);
        }
        return events(type).stream()
                .filter(fits)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    List<JsonObject> events(String type) {
        return events.stream().filter(event -> type.equals(event.get("type"))).toList();
    }

    /** Every message so far, as {@code topic payload}. */
    List<String> messages() {
        return events("messages").stream()
                .flatMap(event -> ((JsonArray) event.get("messages")).stream())
                .map(JsonObject.class::cast)
                .map(message -> message.get("topic") + " " + message.get("payload"))
                .toList();
    }

    /** The payloads that came on a topic, in order. */
    List<String> payloads(String topic) {
        return messages().stream()
                .filter(message -> message.startsWith(topic + " "))
                .map(message -> message.substring(topic.length() + 1))
                .toList();
    }

    void forget() {
        events.clear();
    }

    @Override
    public void close() {
        socket.close();
    }
}
