package dev.piroutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Properties are in a test what settings are in a run: taken as they are, whatever the environment has. */
class DeviceTestValuesTest extends DeviceTest {

    DeviceTestValuesTest() {
        super("src/test/resources/kit-routes/values/values.camel.yaml");
        property("kit.value", "p{{x a\\b {{env:HOME}}");
    }

    @Test
    void aValueIsAValue() {
        assertThat(System.getenv()).containsKey("PATH");
        send("csc2106/ask", "");
        expect("csc2106/answer", "p{{x a\\b {{env:HOME}} no path");
    }
}
