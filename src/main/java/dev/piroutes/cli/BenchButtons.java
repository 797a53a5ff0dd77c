package dev.piroutes.cli;

import dev.piroutes.verify.SimulatedButtons;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** The buttons of a virtual bench, pressed through the WebSocket of its page, as a browser does. For a page without a password. */
final class BenchButtons implements SimulatedButtons, WebSocket.Listener, AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Longer than any debounce, shorter than a long press. */
    private static final long HELD_MILLIS = 100;

    /** Kept: a client that nobody refers to closes its connections. */
    private final HttpClient client = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(LIMIT)
            .build();

    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private final Object sendLock = new Object();
    private final CompletableFuture<WebSocket> connected = new CompletableFuture<>();
    private final WebSocket socket;
    private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
    private int requests;

    /**
     * @param page as a browser has it: {@code http://127.0.0.1:8080}
     * @throws IOException in one line, if there is no bench page
     */
    BenchButtons(URI page) throws IOException {
        URI address =
                URI.create("ws://" + page.getHost() + ":" + (page.getPort() < 0 ? 80 : page.getPort()) + "/bench");
        try {
            socket = client.newWebSocketBuilder()
                    .connectTimeout(LIMIT)
                    .buildAsync(address, this)
                    .orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IOException(
                    "there is no bench page without a password at " + page + "; start the bench first: pi-routes run",
                    e);
        }
        connected.complete(socket);
    }

    @Override
    public synchronized void press(int pin) throws IOException, InterruptedException {
        ask("press", pin);
        TimeUnit.MILLISECONDS.sleep(HELD_MILLIS);
        ask("release", pin);
    }

    private void ask(String what, int pin) throws IOException {
        int id = ++requests;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        send("{\"id\":" + id + ",\"do\":\"" + what + "\",\"pin\":" + pin + "}");
        try {
            JsonObject reply =
                    answer.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
            if (!Boolean.TRUE.equals(reply.get("ok"))) {
                throw new IOException("the bench page says: " + reply.get("error"));
            }
        } catch (CompletionException e) {
            throw new IOException("the bench page does not answer", e);
        } finally {
            asked.remove(id);
        }
    }

    /** One after the other: the socket refuses a text while another is under way. */
    private void send(String json) {
        synchronized (sendLock) {
            sending = sending.handle((sent, failed) -> null).thenCompose(ready -> socket.sendText(json, true));
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            String frame = text.toString();
            text.setLength(0);
            try {
                frame((JsonObject) Jsoner.deserialize(frame));
            } catch (DeserializationException | ClassCastException e) {
                asked.values().forEach(answer -> answer.completeExceptionally(e));
            }
        }
        from.request(1);
        return null;
    }

    private void frame(JsonObject frame) {
        if (frame.get("events") instanceof JsonArray events) {
            for (Object event : events) {
                if (event instanceof JsonObject reply && "reply".equals(reply.get("type"))) {
                    CompletableFuture<JsonObject> answer = asked.get(reply.getInteger("to"));
                    if (answer != null) {
                        answer.complete(reply);
                    }
                }
            }
        }
        // The page sends no more to a browser that has not shown what it has.
        long seen = frame.getLong("seq");
        // On another thread: the first frame can come before the constructor knows the socket.
        connected.thenAcceptAsync(ready -> send("{\"do\":\"seen\",\"seq\":" + seen + "}"));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
