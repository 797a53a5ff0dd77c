package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.camel.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The state of an input that is told without anything having happened. */
class InitialStateTest {

    private static final String CONTACT = "gpio:21?pull=up&activeLow=true&event=change&initial=true";

    private final TestBench bench = new TestBench();

    InitialStateTest() throws Exception {}

    @AfterEach
    void close() {
        bench.close();
    }

    private void awaitBodies(String... bodies) {
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(bench.bodies()).containsExactly(bodies));
    }

    private void closeAndOpen() {
        bench.press(21);
        bench.time.advance(30);
        bench.release(21);
        bench.time.advance(30);
    }

    @Test
    void isToldOnceItHasLasted() throws Exception {
        bench.press(21);
        bench.input("contact", CONTACT);

        bench.time.advance(19);
        assertThat(bench.seen).isEmpty();
        bench.time.advance(1);

        awaitBodies("ON");
        Message message = bench.seen.get(0);
        assertThat(message.getHeader(GpioConstants.INITIAL)).isEqualTo(true);
        assertThat(message.getHeader(GpioConstants.STATE)).isEqualTo("ON");
        assertThat(message.getHeaders()).doesNotContainKey(GpioConstants.DURATION);
    }

    @Test
    void isToldOnceAndWhatComesAfterAsEver() throws Exception {
        bench.input("contact", CONTACT);
        bench.time.advance(5_000);

        closeAndOpen();

        awaitBodies("OFF", "ON", "OFF");
        assertThat(bench.seen)
                .extracting(message -> message.getHeader(GpioConstants.INITIAL))
                .containsExactly(true, null, null);
    }

    @Test
    void isToldAtOnceWithoutDebounce() throws Exception {
        bench.input("contact", CONTACT + "&debounce=0");
        bench.press(21);

        awaitBodies("OFF", "ON");
    }

    @Test
    void isNotToldBesideTheChangeThatOvertakesIt() throws Exception {
        bench.input("contact", CONTACT);
        bench.time.advance(10);
        bench.press(21);
        bench.time.advance(100);

        awaitBodies("ON");
        assertThat(bench.seen.get(0).getHeader(GpioConstants.INITIAL)).isNull();
    }

    @Test
    void isToldAfterBouncesThatLeadNowhere() throws Exception {
        bench.input("contact", CONTACT);
        bench.time.advance(15);
        bench.press(21);
        bench.time.advance(10);
        assertThat(bench.seen).isEmpty();
        bench.release(21);
        bench.time.advance(20);

        awaitBodies("OFF");
    }

    @Test
    void isToldAgainByTheRouteThatTakesThePlaceOfAnother() throws Exception {
        GpioComponent gpio = bench.context.getComponent("gpio", GpioComponent.class);
        bench.input("contact", CONTACT);
        bench.time.advance(30);
        gpio.holdPins();
        bench.context.getRouteController().stopRoute("contact");
        bench.context.removeRoute("contact");
        bench.press(21);
        bench.input("contact", CONTACT);
        gpio.releasePins();
        bench.time.advance(30);

        awaitBodies("OFF", "ON");
    }

    @Test
    void isToldAsThePressOrReleaseThatItWouldHaveBeen() throws Exception {
        bench.press(21);
        bench.input("pressed", CONTACT.replace("change", "press"));
        bench.input("released", CONTACT.replace("change", "release"));
        bench.time.advance(30);
        awaitBodies("press"); // the routes have a thread each
        bench.release(21); // the sentinel
        bench.time.advance(30);

        awaitBodies("press", "release");
        assertThat(bench.seen.get(1).getHeader(GpioConstants.INITIAL)).isNull();
    }

    @Test
    void doesNotWaitForTheDelayThatItWouldNeedAsAChange() throws Exception {
        bench.press(21);
        bench.input("contact", CONTACT + "&delayedOn=5s&delayedOff=0");
        bench.time.advance(20);
        awaitBodies("ON");

        bench.release(21);
        awaitBodies("ON", "OFF");
        bench.press(21);
        bench.time.advance(4_999);
        bench.release(21);
        bench.press(21);
        bench.time.advance(5_000);
        awaitBodies("ON", "OFF", "ON");
    }
}
