package dev.piroutes.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Board;
import dev.piroutes.board.VirtualBoard;
import java.util.Map;
import org.apache.camel.BeanInject;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What the page knows of a device made of Kamelets. */
@CamelMainTest(
        properties = {"camel.main.routesIncludePattern=classpath:examples/doorbell.camel.yaml", "lab.root=csc2106"})
class BenchStateTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @BeanInject
    CamelContext context;

    @Test
    void pinsAndPublishersOfKameletsBelongToTheRouteThatUsesThem() {
        BenchState bench = new BenchState(context, new Silence(), Silence.settings(0, "csc2106"));

        JsonArray pins = (JsonArray) bench.pins().get("pins");
        assertThat(pins)
                .extracting(pin -> ((JsonObject) pin).get("pin") + " " + ((JsonObject) pin).get("as") + " "
                        + ((JsonObject) pin).get("label"))
                .containsExactly(
                        "17 BUTTON Rings when the button is pressed", "27 BUZZER Rings when the button is pressed");
        assertThat(bench.publishers())
                .containsAllEntriesOf(Map.of("doorbell-ring", "Doorbell", "doorbell-urgent", "Doorbell"))
                .hasSize(4)
                .allSatisfy((route, client) -> assertThat(client).isEqualTo("Doorbell"));
    }

    @Test
    void statusesOfStrangersHaveALimitAndThoseOfOwnDevicesNone() {
        BenchState bench = new BenchState(context, new Silence(), Silence.settings(0, "csc2106"));
        bench.devices();
        for (int i = 0; i < 100_000; i++) {
            bench.message(status("csc2106/evil" + i + "/status", "online"));
        }
        assertThat(bench.message(status("csc2106/doorbell/status", "online"))).isTrue();
        assertThat(bench.message(status("csc2106/far/status", "online"))).isFalse();

        assertThat((JsonArray) bench.devices().get("devices")).hasSize(BenchState.STATUSES + 1);
    }

    /** The Pi's clock may be set at any time, and the browser has its own. */
    @Test
    void sinceWhenIsCountedOnAClockThatNobodySets() {
        BenchState bench = new BenchState(context, new Silence(), Silence.settings(0, "csc2106"));
        bench.message(status("csc2106/far/status", "offline"));
        bench.message(status("csc2106/far/status", "online"));

        JsonArray devices = (JsonArray) bench.devices().get("devices");
        JsonObject far = (JsonObject) devices.get(devices.size() - 1);
        assertThat(far).containsEntry("since", 5_000L).containsEntry("seen", 5_000L);
    }

    private static Message status(String topic, String payload) {
        return new Message(1, new Moment(5_000_000_000L, 1), topic, payload.getBytes(UTF_8), payload.length(), 1, true);
    }
}
