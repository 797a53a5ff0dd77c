package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final String CMD = "lab/led/cmd";
    private static final String ACK = "lab/led/ack";

    private final List<Trace> told = new ArrayList<>();
    private final Traces traces = new Traces(told::add, () -> true);

    @BeforeEach
    void oneDeviceHandles() {
        traces.actors(Map.of("led", new Actor(CMD, "PicoB")), Map.of("button", "PicoA"));
    }

    private static Moment at(long millis) {
        return new Moment(millis * 1_000_000, 1_000_000 + millis);
    }

    private static long published(long millis) {
        return nanos(millis);
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private void press(String exchange, long millis) {
        traces.begun(exchange, "button", 21, at(millis));
        traces.published(exchange, CMD, "TOGGLE", true, at(millis + 1));
        traces.ended(exchange);
    }

    private void handle(String exchange, long millis) {
        traces.received(exchange, "led", CMD, at(millis));
        traces.switched(exchange, 20, "ON", nanos(millis + 1));
        traces.published(exchange, ACK, "ON", true, at(millis + 2));
        traces.ended(exchange);
    }

    /** The legs of a trace, as {@code press=0.0 publish=1.0 …}. */
    private String legs(int index) {
        JsonObject trace = traces.latest().get(index);
        return ((JsonArray) trace.get("legs"))
                .stream()
                        .map(JsonObject.class::cast)
                        .map(leg -> leg.get("name") + "=" + leg.get("at"))
                        .collect(Collectors.joining(" "));
    }

    private boolean done(int index) {
        return (boolean) traces.latest().get(index).get("done");
    }

    @Test
    void joinsAllSixLegs() {
        press("a", 0);
        traces.acknowledged(CMD, published(1), nanos(3));
        handle("b", 4);
        traces.acknowledged(ACK, published(6), nanos(8));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=3.0 handled=4.0 pin=5.0 ack=8.0");
        assertThat(done(0)).isTrue();
        assertThat(traces.latest().get(0))
                .containsEntry("pin", 21)
                .containsEntry("kind", "press")
                .containsEntry("device", "PicoA");
    }

    @Test
    void isToldEachLegWhenItIsReached() {
        press("a", 0);
        assertThat(told).hasSize(1);
        assertThat(done(0)).isFalse();
        traces.acknowledged(CMD, published(1), nanos(3));
        assertThat(told).hasSize(2);
    }

    @Test
    void matchesFirstInFirstOut() {
        press("a", 0);
        press("b", 10);
        traces.acknowledged(CMD, published(1), nanos(12));
        traces.acknowledged(CMD, published(11), nanos(13));
        handle("c", 20);
        handle("d", 30);
        traces.acknowledged(ACK, published(22), nanos(40));
        traces.acknowledged(ACK, published(32), nanos(41));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=12.0 handled=20.0 pin=21.0 ack=40.0");
        assertThat(legs(1)).isEqualTo("press=0.0 publish=1.0 broker=3.0 handled=20.0 pin=21.0 ack=31.0");
    }

    @Test
    void aCommandMayBeHandledBeforeItsPublisherKnowsThatTheBrokerHasIt() {
        press("a", 0);
        handle("b", 2);
        traces.acknowledged(CMD, published(1), nanos(5));
        traces.acknowledged(ACK, published(4), nanos(6));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=5.0 handled=2.0 pin=3.0 ack=6.0");
    }

    @Test
    void whatNobodyHereObeysEndsAtTheBroker() {
        traces.actors(Map.of(), Map.of());
        press("a", 0);
        traces.acknowledged(CMD, published(1), nanos(3));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=3.0");
        assertThat(done(0)).isTrue();
    }

    @Test
    void aCommandFromElsewhereBeginsWhereItIsHandled() {
        handle("b", 4);
        traces.acknowledged(ACK, published(6), nanos(8));

        assertThat(legs(0)).isEqualTo("publish=null broker=null handled=0.0 pin=1.0 ack=4.0");
        assertThat(traces.latest().get(0)).containsEntry("kind", "command");
    }

    @Test
    void acknowledgementsOfAnEarlierRunsBacklogAreNotTaken() {
        press("a", 100);
        traces.acknowledged(CMD, published(50), nanos(102));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0");
    }

    @Test
    void aFailedPublishIsNotWaitedFor() {
        traces.begun("a", "button", 21, at(0));
        traces.published("a", CMD, "TOGGLE", true, at(1));
        traces.notPublished("a", CMD);
        press("b", 10);
        traces.acknowledged(CMD, published(11), nanos(12));

        assertThat(legs(1)).isEqualTo("press=0.0 publish=1.0 broker=2.0");
    }

    @Test
    void aCommandThatMovesNoPinEndsWithItsRoute() {
        press("a", 0);
        traces.acknowledged(CMD, published(1), nanos(3));
        traces.received("b", "led", CMD, at(4));
        traces.ended("b");

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=3.0 handled=4.0");
        assertThat(done(0)).isTrue();
    }

    @Test
    void givesUpWaitingForADeviceThatIsAway() {
        press("a", 0);
        traces.acknowledged(CMD, published(1), nanos(3));
        traces.tidy(nanos(3) + Traces.PATIENCE_NANOS);
        assertThat(done(0)).isFalse();
        traces.tidy(nanos(3) + Traces.PATIENCE_NANOS + 1);
        assertThat(done(0)).isTrue();
        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=3.0 handled=null");
    }

    @Test
    void anAnswerThatMovesNoPinHasNoPin() {
        press("a", 0);
        traces.acknowledged(CMD, published(1), nanos(3));
        traces.received("b", "led", CMD, at(4));
        traces.published("b", ACK, "NO", true, at(6));
        traces.ended("b");
        traces.acknowledged(ACK, published(6), nanos(8));

        assertThat(legs(0)).isEqualTo("press=0.0 publish=1.0 broker=3.0 handled=4.0 ack=8.0");
    }

    @Test
    void waitsAsLongAsTheBrokerIsAway() {
        press("a", 0);
        traces.tidy(nanos(3) + 100 * Traces.PATIENCE_NANOS);
        assertThat(done(0)).isFalse();
    }

    @Test
    void keepsTheLast() {
        for (int i = 0; i < Traces.KEPT + 5; i++) {
            press("x" + i, 100L * i);
        }
        assertThat(traces.latest()).hasSize(Traces.KEPT);
        assertThat(traces.latest().get(0)).containsEntry("id", 6L);
    }

    /** Each takes the place of its message on the way to the route: the next one's is not taken for it. */
    @Test
    void ofAFloodShowsSomeAndMixesNone() {
        for (int i = 0; i < 2 * Traces.A_SECOND; i++) {
            press("press" + i, i);
        }
        for (int i = 0; i < 2 * Traces.A_SECOND; i++) {
            handle("handle" + i, 1000 + i);
        }
        assertThat(traces.latest()).hasSize(Traces.A_SECOND);
        for (int i = 0; i < Traces.A_SECOND; i++) {
            assertThat(legs(i)).contains("handled=" + (1000.0 - 0));
        }
        press("later", 2000);
        handle("answer", 2005);
        assertThat(legs(Traces.A_SECOND)).startsWith("press=0.0 publish=1.0").contains("handled=5.0");
    }

    @Test
    void keepsAFewWhileNobodyLooks() {
        Traces unseen = new Traces(told::add, () -> false);
        for (int i = 0; i < 2 * Traces.A_SECOND; i++) {
            unseen.begun("press" + i, "button", 21, at(i));
            unseen.published("press" + i, CMD, "TOGGLE", true, at(i + 1));
        }
        assertThat(unseen.latest()).hasSize(Traces.A_SECOND_UNSEEN);
    }
}
