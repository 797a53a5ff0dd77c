package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Topic, payload, QoS and rate as ThingSpeak documents them, in "MQTT Basics" and "Publish to a Channel Feed". */
class ThingSpeakExampleTest extends DeviceTest {

    ThingSpeakExampleTest() {
        super("src/main/resources/examples/thingspeak.camel.yaml");
        property("thingspeak.channel", "266256");
        property("thingspeak.client-id", "ABCdef123");
        property("thingspeak.url", "tcp://127.0.0.1:9");
        measure("thermal:cpu", 48);
    }

    @Test
    void sendsTheMeanNotMoreOftenThanItMay() {
        advance(Duration.ofSeconds(15));
        expect("channels/266256/publish", "field1=48.00", 0, false);

        measure("thermal:cpu", 50);
        advance(Duration.ofSeconds(19));
        expectNothingElse();
        advance(Duration.ofSeconds(1));
        expect("channels/266256/publish", "field1=50.00");
        expectNothingElse();
    }
}
