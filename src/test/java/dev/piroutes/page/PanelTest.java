package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Board;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.sensor.VirtualSensors;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.BeanInject;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a browser is told for the panel, of files that ship and of a good and a bad declaration more. */
@Timeout(60)
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:examples/dimmer.camel.yaml,classpath:examples/door.camel.yaml,"
                    + "classpath:examples/climate.camel.yaml,classpath:examples/motion-light.camel.yaml",
            "lab.root=csc2106"
        })
class PanelTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @BindToRegistry
    VirtualSensors sensors = new VirtualSensors();

    @BindToRegistry("door-contact")
    HomeAssistantEntity contact = entity(
            "binary_sensor", Map.of("state_topic", "csc2106/door/state", "pin", "13", "pin_state_topic", "csc2106/p"));

    @BindToRegistry("door-bad")
    HomeAssistantEntity bad = entity("swich", Map.of());

    @BeanInject
    CamelContext context;

    private static HomeAssistantEntity entity(String platform, Map<String, String> options) {
        HomeAssistantEntity entity = new HomeAssistantEntity();
        entity.put("device", "#door");
        entity.put("platform", platform);
        entity.putAll(options);
        return entity;
    }

    private final BlockingQueue<JsonObject> events = new LinkedBlockingQueue<>();
    private final Browser browser = new Browser(this::show);

    private void show(String frame) {
        JsonObject told = Jsoner.deserialize(frame, new JsonObject());
        browser.seen(told.getLong("seq"));
        ((JsonArray) told.get("events")).forEach(event -> events.add((JsonObject) event));
    }

    private JsonObject next(String type) throws InterruptedException {
        JsonObject event;
        do {
            event = Objects.requireNonNull(events.poll(10, TimeUnit.SECONDS), "no " + type);
        } while (!event.get("type").equals(type));
        return event;
    }

    private Map<String, JsonObject> groups() throws Exception {
        try (BenchPage page = new BenchPage(context, new Silence(), Silence.settings(0, "csc2106"))) {
            page.start();
            page.welcome(browser);
            return ((JsonArray) next("panel").get("groups"))
                    .stream()
                            .map(JsonObject.class::cast)
                            .collect(Collectors.toMap(group -> group.getString("name"), group -> group));
        }
    }

    private static JsonObject entity(JsonObject group, String id) {
        return ((JsonArray) group.get("entities"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(entity -> entity.get("id").equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void whatIsDeclaredIsToldWithoutDiscoveryAndWhatRoutesUseBesides() throws Exception {
        Map<String, JsonObject> groups = groups();

        assertThat(groups).containsOnlyKeys("Climate", "Dimmer", "Door", "MotionLight");
        JsonObject light = entity(groups.get("Dimmer"), "dimmer-command_light");
        assertThat(light)
                .containsEntry("platform", "light")
                .containsEntry("command_topic", "csc2106/dimmer/cmd")
                .containsEntry("state_value_template", "{{ 'OFF' if value == '0' else 'ON' }}")
                .doesNotContainKeys("device", "pin");
        assertThat(light.get("brightness_scale")).hasToString("100");
        assertThat(groups.get("Dimmer").get("pins")).hasToString("[18]");
        assertThat((JsonArray) groups.get("MotionLight").get("pins")).hasSize(2);
        assertThat((JsonArray) groups.get("Climate").get("sensors"))
                .isEqualTo(
                        new JsonArray(List.of("iio:bme280/humidity", "iio:bme280/pressure", "iio:bme280/temperature")));
    }

    @Test
    void aPinThatIsDeclaredIsNotToldTwiceAndABadDeclarationSaysWhatIsWrong() throws Exception {
        JsonObject door = groups().get("Door");

        assertThat(entity(door, "door-contact").get("pin")).hasToString("13");
        assertThat((JsonArray) door.get("pins")).isEmpty();
        assertThat(entity(door, "door-bad").getString("problem"))
                .startsWith("platform must be one of")
                .contains("switch");
        assertThat(entity(door, "door-bad").get("platform")).isEqualTo("none");
    }

    @Test
    void withoutPermissionNothingIsSwitchedNorPublished() throws Exception {
        PageSettings settings = new PageSettings(
                "127.0.0.1",
                0,
                null,
                null,
                null,
                false,
                "csc2106",
                List.of(),
                Duration.ofMinutes(3),
                Path.of("target/plots"),
                "1.0");
        try (DefaultCamelContext real = new DefaultCamelContext();
                BenchPage page = new BenchPage(real, new Silence(), settings)) {
            page.start();
            page.welcome(browser);
            assertThat(next("bench")).containsEntry("control", false);
            for (String what : List.of("publish", "output", "flip")) {
                page.requested(browser, new JsonObject(Map.of("id", 1, "do", what)).toJson());
                assertThat(next("reply").getString("error")).contains("--page.control=true");
            }
        }
    }
}
