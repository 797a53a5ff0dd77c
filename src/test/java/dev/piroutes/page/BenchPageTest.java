package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What browsers are told of pins, of a board whose pin changes whenever the page's own thread has just read it. */
@Timeout(60)
class BenchPageTest {
    private final CamelContext context = new DefaultCamelContext();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private final Browser browser = new Browser(this::show);
    private volatile boolean changing;

    /** Tells of a change before that returns. */
    private final VirtualBoard pins = new VirtualBoard(System::nanoTime, Runnable::run);

    /** The same; the pin changes whenever the page's own thread has just read it. */
    private final Board board =
            (Board) Proxy.newProxyInstance(Board.class.getClassLoader(), new Class<?>[] {Board.class}, this::ask);

    private Object ask(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        Object answer = method.invoke(pins, arguments);
        if (method.getName().equals("lines")
                && changing
                && Thread.currentThread().getName().contains("bench-page")) {
            CompletableFuture.runAsync(() -> pins.drive(20, isOn() ? Level.LOW : Level.HIGH))
                    .join();
        }
        return answer;
    }

    private boolean isOn() {
        return pins.level(20) == Level.HIGH;
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
        context.getRegistry().bind("board", board);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("gpio:20").process(exchange -> {});
            }
        });
        context.start();
        try (BenchPage page = new BenchPage(context, new Silence(), Silence.settings(0, "csc2106"))) {
            page.start();
            page.welcome(browser);
            await().atMost(Duration.ofSeconds(10)).until(() -> !shown.isEmpty());
            changing = true;
            // Whoever comes makes all pins be sent once more.
            page.welcome(new Browser(frame -> {}));
            await().atMost(Duration.ofSeconds(10)).until(() -> !changing);
            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(shown).last().isEqualTo(isOn() ? "ON" : "OFF"));
        } finally {
            context.stop();
        }
    }
}
