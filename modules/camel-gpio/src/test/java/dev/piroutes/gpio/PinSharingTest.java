package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PinSharingTest {
    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void twoRoutesDriveOneLed() throws Exception {
        bench.output("panel", "gpio:20");
        bench.output("alarm", "gpio:GP20?action=TOGGLE");

        assertThat(bench.send("panel", "ON")).isEqualTo("ON");
        assertThat(bench.send("alarm", "")).isEqualTo("OFF");
        bench.context.getRouteController().stopRoute("panel");

        assertThat(bench.send("alarm", "")).as("the line is still open").isEqualTo("ON");
    }

    @Test
    void whatAPartIsMayBeSaidByOneOfItsRoutes() throws Exception {
        bench.output("panel", "gpio:20");
        bench.output("alarm", "gpio:20?as=buzzer");
        bench.output("lamp", "gpio:19");
        bench.input("button", "gpio:21");
        bench.input("motion", "gpio:23?as=sensor");

        assertThat(bench.context
                        .getComponent("gpio", GpioComponent.class)
                        .status()
                        .pins())
                .extracting(PinStatus::as)
                .containsExactly(GpioPart.LED, GpioPart.BUZZER, GpioPart.BUTTON, GpioPart.SENSOR);
    }

    @Test
    void twoRoutesReadOneButton() throws Exception {
        bench.input("down", "gpio:21?pull=up&activeLow=true");
        bench.input("up", "gpio:pin:40?pull=up&activeLow=true&event=release&debounce=5ms");

        bench.press(21);
        bench.time.advance(100);
        bench.release(21);
        bench.time.advance(100);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(bench.bodies()).containsExactlyInAnyOrder("press", "release"));
    }

    @Test
    void equalConsumersBothHear() throws Exception {
        bench.input("one", "gpio:21?pull=up&activeLow=true");
        bench.input("two", "gpio:21?pull=up&activeLow=true");

        bench.press(21);
        bench.time.advance(100);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(bench.bodies()).containsExactly("press", "press"));
    }

    @Test
    void differentPullsAreAnErrorThatNamesBothRoutes() throws Exception {
        bench.input("one", "gpio:21?pull=up");

        Throwable error = catchThrowable(() -> bench.input("two", "gpio:21?pull=down"));

        assertThat(TestBench.root(error))
                .isEqualTo("gpio:21 (header pin 40): route 'two' wants it as an input with pull=down, activeLow=false,"
                        + " but route 'one' has it as an input with pull=up, activeLow=false;"
                        + " use another pin, or the same options");
    }

    @Test
    void inputAndOutputOnOnePinAreAnErrorThatNamesBothRoutes() throws Exception {
        bench.output("led", "gpio:20");

        Throwable error = catchThrowable(() -> bench.input("button", "gpio:20?pull=up"));

        assertThat(TestBench.root(error))
                .startsWith("gpio:20 (header pin 38): route 'button' wants it as an input with")
                .contains("but route 'led' has it as an output with activeLow=false, initialState=OFF");
    }

    @Test
    void differentShutdownStatesAreAnErrorThatNamesBothRoutes() throws Exception {
        bench.output("led", "gpio:20");

        Throwable error = catchThrowable(() -> bench.output("lamp", "gpio:20?shutdownState=ON"));

        assertThat(TestBench.root(error)).contains("route 'lamp'").contains("route 'led'");
    }

    @Test
    void pinOfAStoppedRouteIsFree() throws Exception {
        bench.output("led", "gpio:20");
        bench.context.getRouteController().stopRoute("led");

        bench.input("button", "gpio:20?pull=up&activeLow=true");

        bench.press(20);
        bench.time.advance(100);
        await().atMost(Duration.ofSeconds(5)).until(() -> bench.seen.size() == 1);
    }

    @Test
    void failedRouteDoesNotKeepThePin() throws Exception {
        bench.input("one", "gpio:21?pull=up");
        catchThrowable(() -> bench.input("two", "gpio:21?pull=down"));

        bench.context.getRouteController().stopRoute("one");

        assertThat(bench.board.lines()).isEmpty();
    }

    @Test
    void outputOfARouteThatIsOffTakesThePinWithItsFirstMessage() throws Exception {
        bench.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:spare").routeId("spare").autoStartup(false).to("gpio:20?initialState=ON");
            }
        });
        assertThat(bench.board.lines()).isEmpty();

        bench.context.getRouteController().startRoute("spare");

        assertThat(bench.send("spare", "READ")).isEqualTo("ON");
    }
}
