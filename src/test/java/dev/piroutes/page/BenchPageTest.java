package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What browsers are told of pins, by a console whose pin changes whenever the page's own thread has just read it. */
@Timeout(60)
class BenchPageTest {
    private final CamelContext context = new DefaultCamelContext();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final Browser browser = new Browser(this::show);
    private volatile boolean changing;
    private volatile String state = "OFF";

    private final class Pins extends AbstractDevConsole {
        Pins() {
            super("test", "gpio", "Pins", "One pin");
        }

        @Override
        protected String doCallText(Map<String, Object> options) {
            return "";
        }

        /** Camel's own lets in one at a time. */
        @Override
        public Object call(MediaType type, Map<String, Object> options) {
            return doCallJson(options);
        }

        @Override
        protected JsonObject doCallJson(Map<String, Object> options) {
            JsonObject pin =
                    new JsonObject(Map.of("pin", 20, "state", state, "level", "LOW", "routes", new JsonArray()));
            if (changing && Thread.currentThread().getName().contains("bench-page")) {
                state = state.equals("ON") ? "OFF" : "ON";
                CompletableFuture.runAsync(BenchPageTest.this::pinHasChanged).join();
            }
            return new JsonObject(Map.of("virtual", true, "pins", new JsonArray(List.of(pin))));
        }
    }

    private static final class Silence implements MessageSource {
        @Override
        public void listen(String root, Listener listener) {}

        @Override
        public void publish(String topic, byte[] payload, int qos, boolean retained) {}

        @Override
        public @Nullable String problem() {
            return null;
        }
    }

    /** As the component gpio tells it. */
    private void pinHasChanged() {
        try {
            context.getManagementStrategy().notify(new CamelEvent() {
                @Override
                public Object getSource() {
                    return new JsonObject(Map.of("event", "gpio-level", "pin", 20, "level", "LOW"));
                }

                @Override
                public Type getType() {
                    return Type.Custom;
                }

                @Override
                public long getTimestamp() {
                    return 0;
                }

                @Override
                public void setTimestamp(long timestamp) {}
            });
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Shows what a browser is sent of the pin; the first state of all pins is the last that is sent while it changes. */
    private void show(String frame) {
        try {
            JsonObject told = (JsonObject) Jsoner.deserialize(frame);
            browser.seen(told.getLong("seq"));
            for (Object entry : (JsonArray) told.get("events")) {
                JsonObject event = (JsonObject) entry;
                if ("pins".equals(event.get("type"))) {
                    changing = false;
                    shown.add(((JsonObject) ((JsonArray) event.get("pins")).get(0)).getString("state"));
                } else if ("pin".equals(event.get("type"))) {
                    shown.add(event.getString("state"));
                }
            }
        } catch (DeserializationException e) {
            throw new IllegalStateException(frame, e);
        }
    }

    @Test
    void aPinThatChangesWhileAllAreReadIsShownAsItIs() throws Exception {
        context.getRegistry().bind("gpio", new Pins());
        context.start();
        try (BenchPage page = new BenchPage(context, new Silence())) {
            page.start();
            page.welcome(browser);
            await().atMost(Duration.ofSeconds(10)).until(() -> !shown.isEmpty());
            changing = true;
            // Whoever comes makes all pins be sent once more.
            page.welcome(new Browser(frame -> {}));
            await().atMost(Duration.ofSeconds(10)).until(() -> !changing);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(shown).last().isEqualTo(state));
        } finally {
            context.stop();
        }
    }
}
