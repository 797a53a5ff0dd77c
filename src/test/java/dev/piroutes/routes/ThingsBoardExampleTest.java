package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics and JSON as ThingsBoard documents them, in its "MQTT Device API Reference". */
class ThingsBoardExampleTest extends DeviceTest {

    ThingsBoardExampleTest() {
        super("src/main/resources/examples/thingsboard.camel.yaml");
        property("thingsboard.url", "tcp://127.0.0.1:9");
        measure("thermal:cpu", 48.312);
    }

    @BeforeEach
    void begins() {
        expect("v1/devices/me/telemetry", "{\"temperature\":48.31}", 1, false);
        expect("v1/devices/me/attributes", "{\"model\":\"Pi Routes\"}", 1, false);
    }

    @Test
    void sendsTelemetryOnceAMinute() {
        measure("thermal:cpu", 50);
        advance(Duration.ofMinutes(1));

        expect("v1/devices/me/telemetry", "{\"temperature\":50.00}");
        expectNothingElse();
    }

    @Test
    void doesWhatItIsAskedForAndAnswers() {
        send("v1/devices/me/rpc/request/7", "{\"method\":\"setLed\",\"params\":true}");
        expectOn(7);
        expect("v1/devices/me/attributes", "{\"led\":\"ON\"}");
        expect("v1/devices/me/rpc/response/7", "{\"led\":\"ON\"}", 1, false);

        send("v1/devices/me/rpc/request/8", "{\"method\":\"setLed\",\"params\":false}");
        expectOff(7);
        expect("v1/devices/me/attributes", "{\"led\":\"OFF\"}");
        expect("v1/devices/me/rpc/response/8", "{\"led\":\"OFF\"}");
        expectNothingElse();
    }

    @Test
    void whatItCannotDoIsNotAnswered() {
        send("v1/devices/me/rpc/request/9", "{\"method\":\"explode\",\"params\":{}}");

        expectNothingElse();
    }
}
