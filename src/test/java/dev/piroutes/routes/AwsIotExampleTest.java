package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Topics and JSON as AWS IoT documents them, in "Device Shadow MQTT topics". */
class AwsIotExampleTest extends DeviceTest {

    private static final String UPDATE = "$aws/things/pi-7/shadow/update";

    AwsIotExampleTest() {
        super("src/main/resources/examples/aws-iot.camel.yaml");
        property("aws-iot.url", "ssl://127.0.0.1:9");
        property("aws-iot.thing", "pi-7");
        measure("thermal:cpu", 48.312);
    }

    @BeforeEach
    void begins() {
        expect(UPDATE, "{\"state\":{\"reported\":{\"temperature\":48.31}}}", 1, false);
        expect(UPDATE, "{\"state\":{\"reported\":{\"led\":\"OFF\"}}}", 1, false);
    }

    @Test
    void reportsTheTemperatureOnceAMinute() {
        measure("thermal:cpu", 50);
        advance(Duration.ofMinutes(1));

        expect(UPDATE, "{\"state\":{\"reported\":{\"temperature\":50.00}}}");
        expectNothingElse();
    }

    @Test
    void doesWhatTheShadowWishesForAndReportsIt() {
        send(UPDATE + "/delta", "{\"version\":3,\"timestamp\":1767600000,\"state\":{\"led\":\"ON\"},\"metadata\":{}}");
        expectOn(8);
        expect(UPDATE, "{\"state\":{\"reported\":{\"led\":\"ON\"}}}", 1, false);

        send(UPDATE + "/delta", "{\"version\":5,\"timestamp\":1767600009,\"state\":{\"led\":\"OFF\"},\"metadata\":{}}");
        expectOff(8);
        expect(UPDATE, "{\"state\":{\"reported\":{\"led\":\"OFF\"}}}");
        expectNothingElse();
    }

    @Test
    void whatItCannotDoIsNotReported() {
        send(UPDATE + "/delta", "{\"version\":3,\"timestamp\":1767600000,\"state\":{\"colour\":\"red\"}}");

        expectOff(8);
        expectNothingElse();
    }
}
