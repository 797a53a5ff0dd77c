package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GpioConsumerTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String BUTTON = "gpio:GP21?pull=up&activeLow=true";

    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void clicks(int count) {
        for (int i = 0; i < count; i++) {
            bench.press(21);
            bench.time.advance(30);
            bench.release(21);
            bench.time.advance(30);
        }
    }

    private void awaitBodies(String... bodies) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(bench.bodies()).containsExactly(bodies));
    }

    @Test
    void pressStartsTheRouteOnce() throws Exception {
        bench.input("button", BUTTON);

        clicks(1);

        awaitBodies("press");
        Message message = bench.seen.get(0);
        assertThat(message.getHeader(GpioConstants.PIN)).isEqualTo(21);
        assertThat(message.getHeader(GpioConstants.STATE)).isEqualTo("ON");
        assertThat(message.getHeader(GpioConstants.EVENT)).isEqualTo("press");
        assertThat(message.getHeader(GpioConstants.TIMESTAMP, Long.class))
                .isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(10_000L))
                .isEqualTo(message.getHeader(Exchange.MESSAGE_TIMESTAMP, Long.class));
    }

    @Test
    void buttonAtRestIsNotPressed() throws Exception {
        bench.input("button", BUTTON + "&event=change");

        bench.time.advance(1_000);
        clicks(1); // the sentinel

        awaitBodies("ON", "OFF");
    }

    @Test
    void buttonHeldAtStartIsReleasedButWasNotPressed() throws Exception {
        bench.press(21);
        bench.input("button", BUTTON + "&event=change");

        bench.time.advance(100);
        bench.release(21);
        bench.time.advance(100);

        awaitBodies("OFF");
    }

    @Test
    void releaseReportsHowLongTheButtonWasHeld() throws Exception {
        bench.input("button", BUTTON + "&event=release");

        bench.press(21);
        bench.time.advance(1_500);
        bench.release(21);
        bench.time.advance(20);

        awaitBodies("release");
        assertThat(bench.seen.get(0).getHeader(GpioConstants.DURATION)).isEqualTo(1_500L);
        assertThat(bench.seen.get(0).getHeader(GpioConstants.STATE)).isEqualTo("OFF");
    }

    @Test
    void bouncesAreOnePress() throws Exception {
        bench.input("button", BUTTON + "&event=change");

        for (int bounce = 0; bounce < 10; bounce++) {
            bench.press(21);
            bench.time.advance(3);
            bench.release(21);
            bench.time.advance(3);
        }
        bench.press(21);
        bench.time.advance(20);

        awaitBodies("ON");
    }

    @Test
    void activeHighSensorWithPullDown() throws Exception {
        bench.input("sensor", "gpio:17?pull=down&event=change&debounce=0");

        bench.board.drive(17, Level.HIGH);
        bench.board.drive(17, Level.LOW);

        awaitBodies("ON", "OFF");
    }

    @Test
    void noPressIsLostAndOrderIsKeptWhileTheRouteIsBusy() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        bench.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(BUTTON + "&event=change").routeId("slow").process(exchange -> {
                    busy.await(5, TimeUnit.SECONDS);
                    bench.seen.add(exchange.getMessage().copy());
                });
            }
        });

        clicks(1_500);
        busy.countDown();

        String[] all = IntStream.range(0, 3_000)
                .mapToObj(i -> i % 2 == 0 ? "ON" : "OFF")
                .toArray(String[]::new);
        awaitBodies(all);
    }

    @Test
    void stoppingARouteFirstWorksOffWhatWaits() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        bench.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(BUTTON).routeId("slow").process(exchange -> {
                    busy.await(5, TimeUnit.SECONDS);
                    bench.seen.add(exchange.getMessage().copy());
                });
            }
        });
        clicks(10);

        Thread stop = new Thread(() -> {
            try {
                bench.context.getRouteController().stopRoute("slow");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        stop.start();
        await().atMost(LIMIT).until(() -> bench.board.lines().isEmpty());
        clicks(1); // nobody listens any more
        busy.countDown();
        stop.join(5_000);

        assertThat(bench.seen).hasSize(10);
    }

    @Test
    void routeCanBeRestarted() throws Exception {
        bench.input("button", BUTTON);

        bench.context.getRouteController().stopRoute("button");
        assertThat(bench.board.lines()).isEmpty();
        clicks(1);
        bench.context.getRouteController().startRoute("button");
        clicks(1);

        awaitBodies("press");
    }

    @Test
    void suspendedRouteGivesUpThePinAndTakesItBack() throws Exception {
        bench.input("button", BUTTON);

        bench.context.getRouteController().suspendRoute("button");
        assertThat(bench.board.lines()).isEmpty();
        bench.context.getRouteController().resumeRoute("button");
        clicks(1);

        awaitBodies("press");
    }

    @Test
    void failingRouteGetsTheNextPressAllTheSame() throws Exception {
        bench.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(BUTTON).routeId("faulty").process(exchange -> {
                    bench.seen.add(exchange.getMessage().copy());
                    throw new IllegalStateException("a faulty route, on purpose");
                });
            }
        });

        clicks(2);

        awaitBodies("press", "press");
    }

    @Test
    void gesturesOfOneButtonStartDifferentRoutes() throws Exception {
        for (String event : new String[] {"click", "double-click", "long-press"}) {
            bench.input(event, BUTTON + "&event=" + event);
        }

        clicks(1);
        bench.time.advance(300);
        clicks(2);
        bench.time.advance(300);
        bench.press(21);
        bench.time.advance(1_020);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(bench.bodies())
                .containsExactlyInAnyOrder("click", "double-click", "long-press"));
    }

    @Test
    void heldButtonRepeatsItsPress() throws Exception {
        bench.input("up", BUTTON + "&repeatDelay=400ms&repeatPeriod=100ms");

        bench.press(21);
        bench.time.advance(620);
        bench.release(21);
        bench.time.advance(1_000);

        awaitBodies("press", "press", "press", "press");
        assertThat(bench.seen)
                .extracting(message -> message.getHeader(GpioConstants.REPEAT))
                .containsExactly(null, 1, 2, 3)
                .hasSize(4);
    }
}
