package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.sensor.VirtualSensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a browser asks for, and is told, of numbers: those of topics over time, and those of simulated sensors. */
@Timeout(180)
class PagePlotsTest {
    /** A broker at which this test publishes. */
    private static final class Source extends Silence {
        private Listener listener;

        @Override
        public void listen(String root, Listener told) {
            listener = told;
        }

        void publish(String topic, String payload) {
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            listener.published(topic, bytes, bytes.length, 1, false);
        }
    }

    @TempDir
    Path folder;

    private final CamelContext context = new DefaultCamelContext();
    private final VirtualSensors sensors = new VirtualSensors();
    private final Source source = new Source();
    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final Browser browser = new Browser(this::show);
    private BenchPage page;

    private void show(String frame) {
        JsonObject told = Jsoner.deserialize(frame, new JsonObject());
        browser.seen(told.getLong("seq"));
        ((JsonArray) told.get("events")).forEach(event -> events.add((JsonObject) event));
    }

    @BeforeEach
    void open() throws Exception {
        context.getRegistry().bind("sensors", sensors);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("sensor:thermal:cpu?period=50")
                        .routeDescription("How warm it is")
                        .process(exchange -> {});
            }
        });
        context.start();
        PageSettings settings = Silence.settings(0, "csc2106");
        page = new BenchPage(
                context,
                source,
                new PageSettings(
                        settings.host(),
                        0,
                        null,
                        null,
                        null,
                        true,
                        "csc2106",
                        List.of(),
                        Duration.ofMinutes(3),
                        folder.resolve("plots"),
                        "1.0"));
        page.start();
        page.welcome(browser);
    }

    @AfterEach
    void close() {
        page.close();
        context.stop();
    }

    private JsonObject ask(Map<String, ?> what) throws InterruptedException {
        events.removeIf(event -> event.get("type").equals("reply"));
        page.requested(browser, new JsonObject(what).toJson());
        return next("reply");
    }

    private JsonObject next(String type) throws InterruptedException {
        JsonObject event;
        do {
            event = Objects.requireNonNull(events.poll(60, TimeUnit.SECONDS), "no " + type);
        } while (!event.get("type").equals(type));
        return event;
    }

    private List<?> mean() throws InterruptedException {
        JsonObject reply = ask(
                Map.of("id", 1, "do", "history", "topic", "csc2106/climate", "field", "temperature", "seconds", 60));
        JsonObject history = Jsoner.deserialize(reply.getString("text"), new JsonObject());
        return ((JsonArray) history.get("mean"))
                .stream().filter(Objects::nonNull).toList();
    }

    @Test
    void aNumberOfATopicIsSeenOverTime() throws Exception {
        assertThat(ask(Map.of("id", 1, "do", "plot", "topic", "csc2106/climate", "field", "temperature")))
                .containsEntry("ok", true);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !((JsonArray) next("plots").get("plots")).isEmpty());

        source.publish("csc2106/climate", "{\"temperature\": 21.5}");
        await().atMost(Duration.ofSeconds(60)).until(() -> !mean().isEmpty());
        assertThat(mean().get(0)).hasToString("21.5");

        ask(Map.of("id", 1, "do", "unplot", "topic", "csc2106/climate", "field", "temperature"));
        assertThat(ask(Map.of(
                        "id", 1, "do", "history", "topic", "csc2106/climate", "field", "temperature", "seconds", 60)))
                .containsEntry("error", "csc2106/climate is not plotted");
    }

    @Test
    void aSimulatedSensorIsMoved() throws Exception {
        assertThat(ask(Map.of("id", 1, "do", "measure", "sensor", "thermal:cpu", "value", 48.5)))
                .containsEntry("ok", true);

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            JsonObject sensor = (JsonObject) ((JsonArray) next("sensors").get("sensors")).get(0);
            assertThat(sensor)
                    .containsEntry("name", "thermal:cpu")
                    .containsEntry("label", "How warm it is")
                    .containsEntry("unit", "°C")
                    .containsEntry("virtual", true);
            assertThat(sensor.get("value")).hasToString("48.5");
        });
        assertThat(ask(Map.of("id", 1, "do", "measure", "sensor", "thermal:cpu", "value", "warm")))
                .containsEntry("error", "value must be a number, but was warm");
    }
}
