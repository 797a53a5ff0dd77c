package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.LineState;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.junit.jupiter.api.Test;

/** All examples beside the lab: no pin, client id or step id is used twice. The two that replace the LED are left out. */
class ExamplesTogetherTest extends DeviceTest {

    ExamplesTogetherTest() throws IOException {
        super(files());
        property("ds18b20.id", "28-0316a2795aff");
        property("http-bridge.url", "http://127.0.0.1:9/");
        property("bridge.url", "tcp://127.0.0.1:9");
        property("thingsboard.url", "tcp://127.0.0.1:9");
        property("thingsboard-gateway.url", "tcp://127.0.0.1:9");
        property("aws-iot.url", "ssl://127.0.0.1:9");
        property("aws-iot.thing", "Thing");
        property("influxdb.url", "http://127.0.0.1:9");
        property("influxdb.token", "token");
        property("thingspeak.channel", "1");
        property("thingspeak.client-id", "Speak");
    }

    private static String[] files() throws IOException {
        try (Stream<Path> examples = Files.list(Path.of("src/main/resources/examples"))) {
            Stream<String> lab = Stream.of("button-panel", "led", "monitor", "gpio-timer")
                    .map(device -> "src/main/resources/routes/" + device + ".camel.yaml");
            return Stream.concat(
                            lab,
                            examples.map(Path::toString)
                                    .filter(name -> !name.matches(".*/led-(once|until)\\.camel\\.yaml"))
                                    .sorted())
                    .toArray(String[]::new);
        }
    }

    @Test
    void allStart() {
        assertThat(context.getRoutes())
                .filteredOn(route -> !route.getRouteId().equals("gpio-timer")
                        && !route.getRouteId().equals("monitor-events"))
                .allMatch(route ->
                        context.getRouteController().getRouteStatus(route.getRouteId()) == ServiceStatus.Started)
                .extracting(Route::getRouteId)
                .contains("led-command", "doorbell-ring", "rule-visitor", "ds18b20");
        assertThat(board().lines())
                .extracting(LineState::pin)
                .contains(5, 6, 12, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
        assertThat(context.getRegistry().findByType(MqttDevice.class))
                .extracting(MqttDevice::name)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(12);
    }
}
