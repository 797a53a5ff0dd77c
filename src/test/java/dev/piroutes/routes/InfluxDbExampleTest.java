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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines, letter by letter. */
class InfluxDbExampleTest extends DeviceTest {

    private static final String SENSOR = "pi,sensor=thermal:cpu value=48.31 TIME";

    private final List<String> posts = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    InfluxDbExampleTest() throws IOException {
        super("src/main/resources/examples/influxdb.camel.yaml", "src/main/resources/routes/error-policy.camel.yaml");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            posts.add(body.replaceFirst(" \\d{13}$", " TIME"));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        property("influxdb.url", "http://127.0.0.1:" + server.getAddress().getPort());
        property("influxdb.token", "secret");
        property("influxdb.topic", "#");
        measure("thermal:cpu", 48.312);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** The server answers on a thread that knows nothing of virtual time. */
    private void awaitPosts(String... lines) {
        List<String> wanted = new ArrayList<>(List.of(SENSOR));
        wanted.addAll(List.of(lines));
        advance(Duration.ZERO);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(posts).containsExactlyElementsOf(wanted));
    }

    @Test
    void writesTheSensorOnceAMinute() {
        awaitPosts();
        measure("thermal:cpu", 50);
        // The next minute begins when the post is done, in real time.
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            advance(Duration.ofMinutes(1));
            return posts.contains("pi,sensor=thermal:cpu value=50.00 TIME");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    climate/state | {"temperature":21.44,"humidity":45.2,"pressure":1013.25} | climate/state temperature=21.44,humidity=45.2,pressure=1013.25
                    climate/state | `{ "t" : -3, "u" : 2.5e-3 }`                             | climate/state t=-3,u=2.5e-3
                    a b/c,d=e/rn  | {"t":1}                                                  | a\\ b/c\\,d\\=e/rn t=1
                    a\\b          | {"t":1}                                                  | a_b t=1
                    """)
    void writesNumbers(String topic, String payload, String line) {
        awaitPosts();

        send("csc2106/" + topic, payload);

        awaitPosts("mqtt,topic=csc2106/" + line + " TIME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ON",
                "",
                "{}",
                "21.5",
                "[1]",
                "{\"t\":\"1\"}",
                "{\"t\":true}",
                "{\"t\":{\"u\":1}}",
                "{\"a b\":1}",
                "{\"t\":1} 5\nx y=1"
            })
    void leavesOutWhatIsNoneOrWouldBreakTheLine(String payload) {
        awaitPosts();

        send("csc2106/x/state", payload);
        send("csc2106/y/state", "{\"t\":1}");

        awaitPosts("mqtt,topic=csc2106/y/state t=1 TIME");
    }
}
