package dev.piroutes.page;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** A browser without a screen: speaks the page's protocol, and keeps every event. */
final class PageClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration HELD = Duration.ofMillis(60);

    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<WebSocket> connected = new CompletableFuture<>();
    /** Kept: a client that nobody refers to closes its connections. */
    private final HttpClient client = HttpClient.newHttpClient();

    private final WebSocket socket;
    private CompletableFuture<WebSocket> sending = connected;
    private volatile boolean slow;
    private volatile long lastFrame;
    private volatile Throwable failure;
    private int requests;

    PageClient(int port) {
        socket = client.newWebSocketBuilder()
                .header("Origin", "http://127.0.0.1:" + port)
                .buildAsync(URI.create("ws://127.0.0.1:" + port + "/bench"), this)
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
        connected.complete(socket);
        event("ways", e -> true);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frame(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    /** The server has broken the rules of WebSocket, or the connection has broken. */
    @Override
    public void onError(WebSocket from, Throwable error) {
        failure = error;
    }

    /** Must not wait: the first may come on the thread that is about to say that the socket is open. */
    private void frame(String json) {
        try {
            JsonObject frame = (JsonObject) Jsoner.deserialize(json);
            ((JsonArray) frame.get("events")).forEach(event -> events.add((JsonObject) event));
            lastFrame = frame.getLong("seq");
            if (!slow) {
                seen();
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
        seen();
    }

    private void seen() {
        send("{\"do\":\"seen\",\"seq\":" + lastFrame + "}");
    }

    /** One after the other: the socket refuses a text while another is under way. */
    private synchronized void send(String json) {
        sending = sending.thenCompose(ready -> ready.sendText(json, true));
    }

    /** Asks, and waits for the answer. */
    JsonObject ask(String request) {
        int id = ++requests;
        send("{\"id\":" + id + "," + request + "}");
        return event("reply", reply -> reply.getInteger("to") == id);
    }

    /** Presses a button, as long as a quick finger does, and lets go as long: both longer than the debounce. */
    void press(int pin) {
        ask("\"do\":\"press\",\"pin\":" + pin);
        hold();
        ask("\"do\":\"release\",\"pin\":" + pin);
        hold();
    }

    private static void hold() {
        await().pollDelay(HELD).until(() -> true);
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
        socket.abort();
    }
}
