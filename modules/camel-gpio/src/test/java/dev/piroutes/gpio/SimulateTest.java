package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulateTest {
    private static final String REFUSED = "gpio:21 (header pin 40): simulate=true needs a virtual board, but this is"
            + " 'a real board'; leave the route out, or set its autoStartup to false";

    @Test
    void pressesTheButtonAsItIsWired() throws Exception {
        try (TestBench bench = new TestBench()) {
            bench.input("button", "gpio:21?pull=up&activeLow=true&event=change");
            bench.output("press", "gpio:21?simulate=true");

            assertThat(bench.send("press", "PRESS")).isEqualTo("ON");
            assertThat(bench.board.level(21)).isEqualTo(Level.LOW);
            bench.time.advance(100);
            assertThat(bench.send("press", "RELEASE")).isEqualTo("OFF");
            bench.time.advance(100);

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(bench.bodies()).containsExactly("ON", "OFF"));
        }
    }

    /** Whatever is at rest, a finger moves it: contacts that open when they are pressed, and circuits with a resistor. */
    @ParameterizedTest
    @CsvSource({
        "pull=up&activeLow=true, OFF, ON",
        "pull=down&activeLow=false, OFF, ON",
        "pull=none&activeLow=false, OFF, ON",
        "pull=none&activeLow=true, OFF, ON",
        "pull=up&activeLow=false, ON, OFF",
        "pull=down&activeLow=true, ON, OFF",
    })
    void movesTheContactFromWhereItRests(String options, String rest, String moved) throws Exception {
        try (TestBench bench = new TestBench()) {
            bench.input("contact", "gpio:21?event=change&initial=true&" + options);
            bench.output("press", "gpio:21?simulate=true");
            bench.time.advance(100);

            assertThat(bench.send("press", "PRESS")).isEqualTo(moved);
            bench.time.advance(100);
            assertThat(bench.send("press", "RELEASE")).isEqualTo(rest);
            bench.time.advance(100);

            await().atMost(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertThat(bench.bodies()).containsExactly(rest, moved, rest));
        }
    }

    @Test
    void knowsOnlyPressAndRelease() throws Exception {
        try (TestBench bench = new TestBench()) {
            bench.output("press", "gpio:21?simulate=true");

            assertThat(TestBench.root(catchThrowable(() -> bench.send("press", "TOGGLE"))))
                    .isEqualTo("gpio:21 (header pin 40): the action must be one of [PRESS, RELEASE], but was 'TOGGLE'");
        }
    }

    @Test
    void realBoardRefusesAtStart() throws Exception {
        CamelContext context = contextOfARealBoard("true");
        try {
            assertThat(TestBench.root(catchThrowable(context::start))).isEqualTo(REFUSED);
        } finally {
            context.stop();
        }
    }

    @Test
    void realBoardLoadsARouteThatIsOffAndRefusesItsFirstMessage() throws Exception {
        CamelContext context = contextOfARealBoard("false");
        try {
            context.start();
            context.getRouteController().startRoute("press");
            Throwable error =
                    catchThrowable(() -> context.createProducerTemplate().sendBody("direct:press", "PRESS"));

            assertThat(TestBench.root(error)).isEqualTo(REFUSED);
        } finally {
            context.stop();
        }
    }

    private static CamelContext contextOfARealBoard(String autoStartup) throws Exception {
        CamelContext context = new DefaultCamelContext();
        context.getRegistry().bind("board", realBoard());
        context.getPropertiesComponent().addInitialProperty("press.on", autoStartup);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:press")
                        .routeId("press")
                        .autoStartup("{{press.on}}")
                        .to("gpio:21?simulate=true");
            }
        });
        return context;
    }

    private static Board realBoard() {
        return (Board) Proxy.newProxyInstance(
                Board.class.getClassLoader(),
                new Class<?>[] {Board.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "describe" -> "a real board";
                    case "hashCode" -> 1;
                    case "equals" -> proxy == args[0];
                    case "toString" -> "a real board";
                    default -> null;
                });
    }
}
