package dev.piroutes.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Discovery as Home Assistant sees it: the packaged program, the broker that ships, clients that come early and late. */
@Tag("full")
class HomeAssistantIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PICO_A = "homeassistant/device/PicoA/config";
    private static final String PICO_B = "homeassistant/device/PicoB/config";
    private static final String STATE = "csc2106/led/state";

    @TempDir
    Path folder;

    private Program broker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        broker = Program.start(folder, "broker", "--broker.port=0");
        port = broker.awaitReady();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void describesDevicesOverARestartAndTakesThemBackWhenTheirFilesGo() throws Exception {
        Path routes = routes();
        Map<String, String> first;
        try (Program devices = devices("--routes.dir=" + routes, "--homeassistant.state=true")) {
            devices.awaitReady();
            first = retained("homeassistant/#", 2);
            assertThat(first.keySet()).containsExactly(PICO_A, PICO_B);

            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                watcher.awaitSeen(STATE, "OFF");
                watcher.publish("csc2106/led/cmd", "TOGGLE");
                watcher.awaitSeen(STATE, "ON");
            }
            assertThat(retained(STATE, 1)).as("for whoever comes late").containsEntry(STATE, "ON");
            devices.terminate();
            devices.awaitEnd(LIMIT);
            assertThat(retained(STATE, 1)).as("the LED is off").containsEntry(STATE, "OFF");
        }
        assertThat(retained("homeassistant/#", 2)).as("while it is away").isEqualTo(first);

        try (Program devices = devices("--routes.dir=" + routes, "--homeassistant.state=true")) {
            devices.awaitReady();
            assertThat(retained("homeassistant/#", 2)).as("after a restart").isEqualTo(first);
            try (Watcher watcher = new Watcher(port, "#")) {
                watcher.awaitSeen(PICO_B, first.get(PICO_B));
                watcher.clear();
                Files.delete(routes.resolve("led.camel.yaml"));

                watcher.awaitSeen(PICO_B, "");
                watcher.awaitSeen(STATE, "");
                watcher.awaitSeen("csc2106/devB/status", "offline");
                assertThat(watcher.seen()).extracting(Seen::topic).doesNotContain(PICO_A);
            }
            assertThat(retained("homeassistant/#", 1).keySet()).containsExactly(PICO_A);
        }

        try (Program devices = Program.start(
                folder, "--mqtt.url=" + url(), "--devices=led,button-panel", "--homeassistant.discovery=clear")) {
            devices.awaitReady();
            await().atMost(LIMIT).until(() -> retained("homeassistant/#", 0).isEmpty());
        }
    }

    @Test
    void takesBackAnEntityWhoseRouteGoesAndDescribesOneThatComes() throws Exception {
        Path routes = routes();
        Path panel = routes.resolve("button-panel.camel.yaml");
        String text = Files.readString(panel);
        try (Program devices = devices("--routes.dir=" + routes);
                Watcher watcher = new Watcher(port, PICO_A)) {
            devices.awaitReady();
            await().atMost(LIMIT).until(() -> contains(watcher, "hello-button_HELLO"));
            watcher.clear();

            Files.writeString(panel, text.replace("hello-button", "greeting"));

            await().atMost(LIMIT).until(() -> contains(watcher, "greeting_HELLO"));
            assertThat(last(watcher))
                    .contains("\"hello-button_HELLO\":{\"platform\":\"device_automation\"}")
                    .contains("\"toggle-button_TOGGLE\":{\"platform\":\"device_automation\",\"automation_type\"");
        }
    }

    @Test
    void doesNotStartWithABadDeclarationAndSaysWhere() throws Exception {
        Path led = routes().resolve("led.camel.yaml");
        Files.writeString(led, Files.readString(led).replace("payload_press", "payload_pres"));

        try (Program devices = devices("--routes.dir=" + led.getParent())) {
            assertThat(devices.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(devices.output().lines().filter(line -> line.startsWith("pi-routes: ")))
                    .singleElement()
                    .asString()
                    .matches("pi-routes: led\\.camel\\.yaml:[0-9]+:[0-9]+: led-command_TOGGLE: button has no option"
                            + " payload_pres; did you mean payload_press\\?");
            assertThat(devices.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void twoGroupsOnOneBrokerDoNotMeet() throws Exception {
        try (Program devices = devices();
                Program others = devices("--lab.root=csc2106/g07")) {
            devices.awaitReady();
            others.awaitReady();

            Map<String, String> configs = retained("homeassistant/#", 4);
            assertThat(configs.keySet())
                    .contains(PICO_B, "homeassistant/device/PicoB-csc2106-g07/config")
                    .hasSize(4);
            assertThat(configs.get("homeassistant/device/PicoB-csc2106-g07/config"))
                    .contains("\"unique_id\":\"PicoB-csc2106-g07-led-command_TOGGLE\"")
                    .contains("csc2106\\/g07\\/led\\/cmd");
        }
    }

    @Test
    void saysNothingUnlessItIsTold() throws Exception {
        try (Watcher watcher = new Watcher(port, "#");
                Program devices = Program.start(folder, "--mqtt.url=" + url(), "--gpio-timer.enabled=false")) {
            devices.awaitReady();
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            watcher.awaitSeen("csc2106/led/ack", "ON");

            assertThat(watcher.seen())
                    .extracting(Seen::topic)
                    .containsOnly("csc2106/devA/status", "csc2106/devB/status", "csc2106/led/cmd", "csc2106/led/ack");
        }
    }

    private Program devices(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--mqtt.url=" + url(), "--devices=led,button-panel", "--homeassistant.discovery=true"));
        arguments.addAll(List.of(more));
        return Program.start(folder, arguments.toArray(String[]::new));
    }

    private String url() {
        return "tcp://127.0.0.1:" + port;
    }

    private Path routes() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        for (String device : List.of("led", "button-panel", "error-policy")) {
            Path file = Path.of("src/main/resources/routes", device + ".camel.yaml");
            Files.copy(file, routes.resolve(device + ".camel.yaml"));
        }
        return routes;
    }

    /** What a client that comes now gets: all that is retained is there before a message that it sends itself. */
    private Map<String, String> retained(String filter, int atLeast) throws Exception {
        Map<String, String> found = new TreeMap<>();
        await(filter).atMost(LIMIT).until(() -> {
            found.clear();
            try (Watcher late = new Watcher(port, filter)) {
                String end = filter.replace("#", "end");
                late.publish(end, "end".getBytes(), 0, false);
                await().atMost(LIMIT).until(() -> late.seen().stream()
                        .anyMatch(seen -> seen.payload().equals("end")));
                late.seen().stream().filter(Seen::retained).forEach(seen -> found.put(seen.topic(), seen.payload()));
            }
            return found.size() >= atLeast;
        });
        return found;
    }

    private static boolean contains(Watcher watcher, String text) {
        return watcher.seen().stream().anyMatch(seen -> seen.payload().contains(text));
    }

    private static String last(Watcher watcher) {
        List<Seen> seen = watcher.seen();
        return seen.get(seen.size() - 1).payload();
    }
}
