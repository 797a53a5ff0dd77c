package dev.piroutes.page;

import dev.piroutes.net.Url;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * The buttons of a virtual bench, pressed through the WebSocket of its page, as a browser does. For a page without a password.
 * The WebSocket client of Java 17 would take a few of a thousand connections on a busy machine for broken.
 */
public final class BenchButtons implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** Longer than any debounce, shorter than a long press. */
    private static final long HELD_MILLIS = 100;

    /** Bytes: the page may have much to tell at first. */
    private static final int LARGEST = 16 << 20;

    private final Map<Integer, CompletableFuture<JsonObject>> asked = new ConcurrentHashMap<>();
    private final Vertx vertx = Vertx.vertx(PageServer.small().setUseDaemonThread(true));
    private final WebSocket socket;
    private int requests;

    /**
     * @param page as a browser has it: {@code http://127.0.0.1:8080}
     * @throws IOException in one line, if there is no bench page
     */
    public BenchButtons(Url page) throws IOException {
        WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) LIMIT.toMillis())
                .setMaxFrameSize(LARGEST)
                .setMaxMessageSize(LARGEST));
        CompletableFuture<WebSocket> connected = new CompletableFuture<>();
        // From the thread that reads: from any other, what comes before there is a handler is lost (Vert.x 4.5).
        vertx.runOnContext(
                begin -> client.connect(page.address().port(), page.address().host(), "/bench")
                        .onSuccess(open -> {
                            open.textMessageHandler(text -> frame(open, text));
                            connected.complete(open);
                        })
                        .onFailure(connected::completeExceptionally));
        try {
            socket =
                    connected.orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            close();
            throw new IOException(
                    "there is no bench page without a password at " + page + "; start the bench first: pi-routes run",
                    e);
        }
    }

    /** Presses a button, and lets it go. @throws IOException in one line, why that could not be done */
    public synchronized void press(int pin) throws IOException, InterruptedException {
        ask("press", pin);
        TimeUnit.MILLISECONDS.sleep(HELD_MILLIS);
        ask("release", pin);
    }

    private void ask(String what, int pin) throws IOException {
        int id = ++requests;
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        asked.put(id, answer);
        socket.writeTextMessage("{\"id\":" + id + ",\"do\":\"" + what + "\",\"pin\":" + pin + "}");
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

    private void frame(WebSocket from, String text) {
        JsonObject frame;
        try {
            frame = (JsonObject) Jsoner.deserialize(text);
        } catch (DeserializationException | ClassCastException e) {
            asked.values().forEach(answer -> answer.completeExceptionally(e));
            return;
        }
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
        from.writeTextMessage("{\"do\":\"seen\",\"seq\":" + frame.getLong("seq") + "}");
    }

    @Override
    public void close() {
        vertx.close();
    }
}
