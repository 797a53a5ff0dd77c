package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import org.apache.camel.CamelContext;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a device connects to in a program that has no property mqtt.url. */
class DeviceUrlTest {

    private final CamelContext context = new DefaultCamelContext();
    private final MqttDevice device = new MqttDevice();

    @BeforeEach
    void declare() {
        device.setClientId("Lamp");
        context.getRegistry().bind("lamp", device);
        device.setCamelContext(context);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void toItsOwnUrl() {
        device.setUrl("tcp://127.0.0.1:1");

        context.start();

        assertThat(device.problem()).contains("no broker at tcp://127.0.0.1:1");
        assertThat(context.getEndpoint("paho:a?client=#lamp", PahoEndpoint.class)
                        .getServiceUrl())
                .isEqualTo("tcp://127.0.0.1:1");
    }

    @Test
    void nowhereIfTheProgramSaysSo() {
        device.setUrl("tcp://127.0.0.1:1");
        context.getPropertiesComponent().addInitialProperty("mqtt.connect", "false");
        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            context.start();

            assertThat(device.problem()).isEqualTo("not started");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void withoutOneNowhereAndItSaysSo() {
        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            context.start();

            assertThat(log.lines())
                    .containsExactly("Lamp: does not connect, because the property mqtt.url is not set;"
                            + " it names the broker: tcp://HOST:1883");
        }
    }
}
