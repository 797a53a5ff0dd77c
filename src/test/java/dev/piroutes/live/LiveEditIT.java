package dev.piroutes.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.kit.TestLab;
import dev.piroutes.mqtt.MqttDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Route files that are edited while they run, against the broker that ships. */
class LiveEditIT {
    private static final long SLOW_MS = 200;

    private static final String COMMAND = "csc2106/led/cmd";
    private static final String ACK = "csc2106/led/ack";
    private static final String LED_STATUS = "csc2106/devB/status";
    private static final String PANEL_STATUS = "csc2106/devA/status";

    @TempDir
    Path home;

    @Test
    void aChangedCommandTakesEffectAndNothingElseDoes() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel", "monitor")) {
            MqttDevice led = bench.lab().device("led");
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitEvents(ACK, 1);
            bench.awaitLevel(20, Level.HIGH);
            int levels = bench.lab().board().history(20).size();

            bench.save("led", bench.changed("led", "== 'TOGGLE'", "== 'OFF'"));
            String line = bench.awaitLine("led.camel.yaml changed, live after");

            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().publish(COMMAND, "OFF");
            assertThat(bench.watcher().awaitEvents(ACK, 2)).containsExactly("ON", "OFF");
            assertThat(bench.lab().board().history(20))
                    .as("only OFF has moved the LED")
                    .hasSize(levels + 1);
            assertThat(bench.lab().device("led")).as("the device").isSameAs(led);
            assertThat(bench.watcher().events(LED_STATUS)).containsExactly("online");
            assertThat(bench.watcher().events(PANEL_STATUS)).containsExactly("online");
            assertThat(bench.connects("PicoB")).isEqualTo(1);
            assertThat(millis(line)).as(line).isLessThan(5000);
        }
    }

    private static int millis(String line) {
        return Integer.parseInt(line.replaceAll(".*live after (\\d+) ms.*", "$1"));
    }

    @Test
    void toggleBecomesBlink() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String options = "action: BLINK, onTime: 50ms, offTime: 50ms, ".replace(", ", "\n" + " ".repeat(24));
            bench.save("led", bench.changed("led", "initialState:", options + "initialState:"));
            bench.awaitSwaps(1);
            bench.lab().press(21);
            await("it blinks")
                    .atMost(LiveBench.LIMIT)
                    .until(() -> bench.lab().board().history(20).size() > 6);
        }
    }

    @Test
    void aNewFileStartsADeviceAndARemovedOneStopsIt() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            bench.save(
                    "second",
                    bench.text("led")
                            .replaceAll("id: (.*)", "id: second-$1")
                            .replace("#led", "#second")
                            .replace("name: led", "name: second")
                            .replace("PicoB", "Second")
                            .replace("devB", "second")
                            .replace("led/", "second/")
                            .replace("{{led.pin:20}}", "16"));
            bench.watcher().awaitSeen("csc2106/second/status", "online");
            bench.watcher().publish("csc2106/second/cmd", "TOGGLE");
            bench.watcher().awaitSeen("csc2106/second/ack", "ON");
            bench.awaitLevel(16, Level.HIGH);

            Files.delete(bench.file("second"));
            bench.awaitLine("second.camel.yaml is gone");
            bench.watcher().awaitSeen("csc2106/second/status", "offline");
            assertThat(bench.lab().main().getCamelContext().getRoute("second-led-command"))
                    .isNull();
            assertThat(bench.lab().device("second")).isNull();
            assertThat(bench.watcher().events(LED_STATUS)).containsExactly("online");
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
        }
    }

    /** Its session goes on: what the broker has queued for it comes over the new connection. */
    @Test
    void aDeviceSpeaksMqtt5FromNowOn() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
            bench.save("led", TestLab.withMqtt5(bench.text("led")));
            bench.awaitSwaps(1);
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "OFF");

            assertThat(bench.lab().device("led").isMqtt5()).isTrue();
            assertThat(bench.watcher().events(ACK)).containsExactly("ON", "OFF");
        }
    }

    @Tag("full")
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        not closed        | "${body} == 'TOGGLE'"  | "${body} == 'TOGGLE'   | yaml:30:
        a tab             | '    id: led-command'  | '\t id: led-command'   | yaml:11:1:
        unknown step      | convertBodyTo:         | convertBodyTwo:        | yaml:19:11:
        unknown component | gpio:{{led.pin:20}}    | gpoi:{{led.pin:20}}    | gpoi
        unknown option    | initialState:          | initialStat:           | initialStat
        bad value         | initialState: "OFF"    | initialState: "DIM"    | DIM
        not of MQTT 5     | paho:                  | paho-mqtt5:            | say protocolVersion: 5 at its bean
        no such pin       | {{led.pin:20}}         | 99                     | 99
        no such property  | {{led.pin:20}}         | {{led.pni}}            | led.pni
        no such bean      | '"#led"'               | '"#lde"'               | lde
        unknown class     | mqtt.MqttDevice        | mqtt.MqttDevise        | MqttDevise
        unknown property  | cleanSession           | cleanSesion            | cleanSesion
        bad client id     | PicoB                  | Pico B                 | Pico B
        client id twice   | PicoB                  | PicoA                  | PicoA
        route id twice    | led-command            | hello-button           | hello-button
        pin in use        | {{led.pin:20}}         | 21                     | gpio:21
        no route          | '- route:'             | '- troute:'            | delete the file
        """)
    void aBadFileChangesNothing(String what, String part, String by, String said) throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String good = bench.text("led");
            bench.save("led", bench.changed("led", part, by));
            String line = bench.awaitLine("led.camel.yaml:");
            assertThat(line).contains("what ran before runs on").doesNotContain("\n");
            assertThat(line).as(what).contains(said);
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");

            bench.save("led", good);
            bench.awaitLine("led.camel.yaml is again as it runs");

            bench.save("led", good.replace("'TOGGLE'", "'OFF'"));
            bench.awaitSwaps(1);
            bench.watcher().publish(COMMAND, "OFF");
            bench.watcher().awaitSeen(ACK, "OFF");
            assertThat(bench.watcher().events(LED_STATUS)).containsExactly("online");
            assertThat(bench.watcher().events(PANEL_STATUS)).containsExactly("online");
        }
    }

    @Tag("full")
    @Test
    void noCommandIsLostOrDoubledByTwentySwaps() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            List<String> commands =
                    IntStream.range(0, 2000).mapToObj(i -> "TOGGLE").toList();
            String text = bench.text("led");
            for (int i = 0; i < 20; i++) {
                bench.watcher().publishAtOnce(COMMAND, commands.subList(i * 100, i * 100 + 100));
                bench.saveByRename("led", text + "# " + i + "\n");
                bench.awaitSwaps(i + 1);
            }
            List<String> acks = bench.watcher().awaitEvents(ACK, 2000);
            bench.watcher().publish(COMMAND, "TOGGLE");
            assertThat(bench.watcher().awaitEvents(ACK, 2001)).hasSize(2001);
            for (int i = 0; i < 2000; i++) {
                assertThat(acks.get(i)).as("ack %d", i).isEqualTo(i % 2 == 0 ? "ON" : "OFF");
            }
            assertThat(bench.connects("PicoB")).isEqualTo(1);
        }
    }

    @Tag("full")
    @Test
    void anEditorThatSavesByRenameAndOneThatDeletesFirstAreUnderstood() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String text = bench.text("led");
            bench.saveByRename("led", text + "# renamed\n");
            bench.awaitSwaps(1);
            Files.delete(bench.file("led"));
            bench.save("led", text + "# deleted and written\n");
            bench.awaitSwaps(2);
            assertThat(bench.lines()).noneMatch(line -> line.contains("is gone"));
            assertThat(bench.watcher().events(LED_STATUS)).containsExactly("online");
        }
    }

    @Test
    void aHalfWrittenFileChangesNothing() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String text = bench.changed("led", "== 'TOGGLE'", "== 'OFF'");
            bench.save("led", text.substring(0, text.indexOf("parameters:") + 4));
            bench.awaitLine("what ran before runs on");
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
            bench.save("led", "");
            bench.awaitLine("has no \"- route:\" any more");
            bench.save("led", text);
            bench.awaitSwaps(1);
            bench.watcher().publish(COMMAND, "OFF");
            bench.watcher().awaitSeen(ACK, "OFF");
            assertThat(bench.watcher().events(LED_STATUS)).containsExactly("online");
        }
    }

    @Tag("full")
    @Test
    void anErrorPolicyThatIsEditedCountsForAllAndOnlyWhatChangesConnectsAnew() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            bench.save("led", bench.changed("led", "== 'TOGGLE'", "== 'WRONG'"));
            bench.awaitSwaps(1);
            bench.save(
                    "error-policy", bench.changed("error-policy", "redeliveryDelay: \"100\"", "redeliveryDelay: 200"));
            bench.awaitLine("made anew with it: button-panel.camel.yaml, led.camel.yaml");
            bench.watcher().publish(COMMAND, "WRONG");
            await("the policy's rejection").atMost(LiveBench.LIMIT).until(() -> bench.watcher().seen().stream()
                    .anyMatch(seen -> seen.topic().endsWith("/rejected")));
            assertThat(bench.connects("PicoA") + bench.connects("PicoB")).isEqualTo(2);
        }
    }

    @Tag("full")
    @Test
    void aFileThatOthersNeedIsNotTakenAway() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            bench.save("button-panel", bench.changed("button-panel", "#button-panel", "#led"));
            bench.awaitSwaps(1);
            Files.delete(bench.file("led"));
            bench.awaitLine("what ran before runs on");
            bench.lab().press(21);
            bench.watcher().awaitSeen(ACK, "ON");
        }
    }

    @Tag("full")
    @Test
    void tenSavesASecondEndWithTheLast() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String text = bench.text("led");
            AtomicInteger saves = new AtomicInteger();
            ScheduledExecutorService saver = Executors.newSingleThreadScheduledExecutor();
            try {
                saver.scheduleAtFixedRate(
                        () -> bench.saveUnchecked("led", text + "# " + saves.incrementAndGet() + "\n"),
                        0,
                        100,
                        TimeUnit.MILLISECONDS);
                await("swaps while it is being saved")
                        .atMost(LiveBench.LIMIT)
                        .until(() -> saves.get() >= 30 && bench.swaps() >= 2);
            } finally {
                saver.shutdown();
            }
            assertThat(saver.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            assertThat(30 * bench.swaps()).as("20 swaps for 30 saves at most").isLessThanOrEqualTo(20L * saves.get());

            bench.save("led", text.replace("== 'TOGGLE'", "== 'ON'"));
            await("the last one").atMost(LiveBench.LIMIT).until(() -> bench.source("led-command")
                    .equals(bench.text("led")));
            bench.watcher().publish(COMMAND, "ON");
            bench.watcher().awaitSeen(ACK, "ON");
            assertThat(bench.connects("PicoB")).isEqualTo(1);
        }
    }

    @Test
    void aDeviceWithOtherOptionsConnectsAnew() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            bench.save("led", bench.changed("led", "keepAlive: 30s", "keepAlive: 20s"));
            bench.awaitSwaps(1);
            List<String> statuses = List.of("online", "offline", "online");
            await("online again")
                    .atMost(LiveBench.LIMIT)
                    .until(() -> bench.watcher().events(LED_STATUS).equals(statuses));
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
            assertThat(bench.watcher().events(PANEL_STATUS)).containsExactly("online");
        }
    }

    /** For each use of a Kamelet Camel makes a route: those go with the file, and with them their pins. */
    @Tag("full")
    @Test
    void routesOfKameletsAreReplacedToo() throws Exception {
        String bell =
                """
                - route:
                    id: bell
                    description: Rings when its button is pressed
                    from:
                      uri: kamelet:gpio-button-source
                      parameters:
                        pin: 17
                      steps:
                        - setBody:
                            constant:
                              expression: DING
                        - to:
                            id: ring
                            uri: paho:{{lab.root:csc2106}}/bell
                            parameters:
                              client: "#bell"
                              qos: 1
                - beans:
                    - name: bell
                      type: dev.piroutes.mqtt.MqttDevice
                      properties:
                        clientId: Bell
                        statusTopic: "{{lab.root:csc2106}}/bell/status"
                """;
        try (LiveBench bench = new LiveBench(home, "led")) {
            bench.save("bell", bell);
            bench.watcher().awaitSeen("csc2106/bell/status", "online");
            bench.lab().press(17);
            bench.watcher().awaitSeen("csc2106/bell", "DING");

            bench.save("bell", bell.replace("DING", "DONG"));
            bench.awaitLine("bell.camel.yaml changed, live");
            bench.lab().press(17);
            bench.watcher().awaitSeen("csc2106/bell", "DONG");
            assertThat(bench.watcher().events("csc2106/bell")).containsExactly("DING", "DONG");

            bench.save("bell", bell.replace("pin: 17", "pin: 27"));
            bench.awaitSwaps(3);
            bench.save(
                    "second",
                    bell.replace("bell", "second").replace("Bell", "Second").replace("id: ring", "id: second-ring"));
            bench.watcher().awaitSeen("csc2106/second/status", "online");
            bench.lab().press(17);
            bench.watcher().awaitSeen("csc2106/second", "DING");
            assertThat(bench.watcher().events("csc2106/bell/status")).containsExactly("online");
        }
    }

    @Test
    void aDeviceThatIsTakenOutOfAFileThatStaysLeaves() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led")) {
            String without = bench.text("led");
            String with = bench.changed(
                    "led",
                    "- beans:\n",
                    """
                    - beans:
                        - name: bell
                          type: dev.piroutes.mqtt.MqttDevice
                          properties:
                            clientId: Bell
                            statusTopic: "{{lab.root:csc2106}}/bell/status"
                    """);
            bench.save("led", with);
            bench.watcher().awaitSeen("csc2106/bell/status", "online");

            bench.save("led", without);

            bench.watcher().awaitSeen("csc2106/bell/status", "offline");
            bench.save("led", with);
            await().untilAsserted(() -> assertThat(bench.watcher().events("csc2106/bell/status"))
                    .containsExactly("online", "offline", "online"));
            assertThat(bench.connects("PicoB")).isEqualTo(1);
        }
    }

    @Test
    void aTopicThatNoRouteTakesAnyMoreIsLeft() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            // A change is live when the broker knows of it: what is published from now on is handled.
            bench.link().delay(SLOW_MS);
            bench.save(
                    "led",
                    bench.changed(
                            "led",
                            "uri: paho:{{lab.root:csc2106}}/led/cmd",
                            "uri: paho:{{lab.root:csc2106}}/led/order"));
            bench.awaitSwaps(1);
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().publish("csc2106/led/order", "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
            assertThat(bench.watcher().events(ACK)).containsExactly("ON");
            assertThat(bench.connects("PicoB")).isEqualTo(1);
        }
    }

    /** An edited file is tried out beside the one that runs: a second connection of its device would end the first. */
    @Test
    void aDeviceWithABrokerOfItsOwnKeepsItsConnectionToo() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String own = bench.changed("led", "keepAlive: 30s", "keepAlive: 30s\n        url: \"{{mqtt.url}}\"");
            bench.save("led", own);
            bench.awaitSwaps(1);
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "ON");
            long before = bench.connects("PicoB");

            bench.save("led", own + "# 1\n");
            bench.awaitSwaps(2);
            bench.watcher().publish(COMMAND, "TOGGLE");
            bench.watcher().awaitSeen(ACK, "OFF");

            assertThat(bench.connects("PicoB")).isEqualTo(before);
            assertThat(bench.lines()).noneMatch(line -> line.contains("does not connect"));
        }
    }

    @Test
    void noPressIsLostOrDoubledBySwaps() throws Exception {
        try (LiveBench bench = new LiveBench(home, "led", "button-panel")) {
            String text = bench.text("button-panel");
            for (int i = 1; i <= 10; i++) {
                bench.saveByRename("button-panel", text + "# " + i + "\n");
                for (int j = 0; j < 5; j++) {
                    bench.lab().press(21);
                }
                bench.awaitSwaps(i);
            }
            bench.watcher().awaitEvents(COMMAND, 50);
            bench.lab().press(22);
            bench.watcher().awaitSeen("csc2106/led/hello", "HELLO");
            assertThat(bench.watcher().events(COMMAND)).hasSize(50);
            assertThat(bench.watcher().events(PANEL_STATUS)).containsExactly("online");
        }
    }
}
