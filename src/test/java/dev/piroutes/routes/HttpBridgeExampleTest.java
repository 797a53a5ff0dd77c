package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The bridge to HTTP, with an HTTP server. */
class HttpBridgeExampleTest extends DeviceTest {

    private final Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    HttpBridgeExampleTest() throws IOException {
        super(
                "src/main/resources/examples/http-bridge.camel.yaml",
                "src/main/resources/routes/error-policy.camel.yaml");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posts.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Content-Type") + " " + body);
            Integer status = statuses.poll();
            byte[] answer = ("got " + body).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status == null ? 200 : status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        property("http-bridge.url", "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The server answers on a thread that knows nothing of virtual time, and a try again waits in real time. */
    private void awaitResponse(String payload) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> expect("csc2106/http/response", payload, 1, false));
    }

    @Test
    void postsThePayloadAndPublishesTheAnswer() {
        send("csc2106/http/cmd", "bell=1");

        awaitResponse("got bell=1");
        assertThat(posts).containsExactly("POST /hook text/plain bell=1");
        expectNothingElse();
    }

    @Test
    void triesAgainWhenTheServerIsBusy() {
        statuses.addAll(List.of(503, 500));

        send("csc2106/http/cmd", "x");

        awaitResponse("got x");
        assertThat(posts).hasSize(3);
    }

    @Test
    void givesUpAfterThreeMoreTriesAndTakesTheNext() {
        statuses.addAll(List.of(404, 404, 404, 404));

        send("csc2106/http/cmd", "x");
        send("csc2106/http/cmd", "y");

        awaitResponse("got y");
        assertThat(posts).hasSize(5);
        expect(
                "csc2106/http/cmd/rejected",
                "{\"reason\":\"HTTP operation failed invoking http:\\/\\/127.0.0.1:%d\\/hook with statusCode: 404\",\"payload\":\"x\"}"
                        .formatted(server.getAddress().getPort()));
        expectNothingElse();
    }
}
