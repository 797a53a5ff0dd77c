package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.mqtt.UnsentMessages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program, with a device that publishes what no broker of ours takes, then presses. */
@Timeout(240)
@Tag("full")
class OutboxCommandIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> PRESSES =
            IntStream.rangeClosed(1, 15).mapToObj(i -> "press " + i).toList();

    @TempDir
    Path folder;

    @BeforeEach
    void routes() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        StringBuilder presses = new StringBuilder();
        for (String press : PRESSES) {
            presses.append(publish("t/press", press));
        }
        Files.writeString(
                routes.resolve("bad.camel.yaml"),
                """
                - beans:
                    - name: bad
                      type: dev.piroutes.mqtt.MqttDevice
                      properties:
                        clientId: Bad
                        statusTopic: t/status
                - route:
                    id: press
                    from:
                      uri: timer:press
                      parameters: { repeatCount: 1, delay: 1000 }
                      steps:
                """
                        + never("t/big", "x".repeat(300_000)) + never("a/".repeat(69) + "z", "deep")
                        + never("$x/y", "reserved") + presses);
    }

    private static String publish(String topic, String payload) {
        return """
                        - setBody: { constant: { expression: "%s" } }
                        - to:
                            uri: paho:%s
                            parameters: { client: "#bad", qos: 1 }
                """
                .formatted(payload, topic);
    }

    /** What fails is given up, and the route goes on. */
    private static String never(String topic, String payload) {
        return """
                        - doTry:
                            steps:
                """
                + publish(topic, payload).indent(8)
                + """
                            doCatch:
                              - exception: [java.lang.Exception]
                                steps:
                                  - log: { message: "failed: ${exception.message}" }
                """;
    }

    @Test
    void whatTheBrokerInTheProgramWouldRefuseFailsAndThePressesArrive() throws Exception {
        try (Program program = Program.start(folder, "--routes.dir=routes", "--broker.port=0")) {
            program.awaitOutput("connected to");
            program.awaitOutput("failed: not published: the broker would not take the message to \"t/big\": a packet of"
                    + " 300013 bytes, more than 262144 \\(max-packet-size in broker.xml\\)");
            program.awaitOutput("has 70 levels, more than 64 \\(max-topic-levels in broker.xml\\)");
            program.awaitOutput("the topic \"\\$x/y\" is the broker's own");
            int port = port(program);
            try (Watcher late = new Watcher(port, "t/#")) {
                // Retained status: the connection of the device lives.
                late.awaitSeen("t/status", "online");
            }
            assertThat(aside()).isEmpty();
            assertThat(program.output()).doesNotContain("connection lost");
        }
    }

    @Test
    void whatAnotherBrokerRefusesIsSetAsideOverKillsListedSentAndDeleted() throws Exception {
        try (Program broker = Program.start(folder, "broker", "--broker.port=0");
                Watcher watcher = new Watcher(broker.awaitReady(), "t/press")) {
            String[] device = {"--routes.dir=routes", "--mqtt.url=tcp://127.0.0.1:" + broker.awaitReady()};
            try (Program first = Program.start(folder, device)) {
                assertThat(watcher.awaitEvents("t/press", 15)).containsExactlyElementsOf(PRESSES);
                first.awaitOutput("set aside a message", LIMIT);
                first.kill();
            }
            // The route runs again: three more messages that the broker refuses, and 15 presses.
            try (Program second = Program.start(folder, device)) {
                await("all six").atMost(LIMIT.multipliedBy(2)).until(() -> aside().size() == 4);
                assertThat(watcher.awaitEvents("t/press", 30)).hasSize(30);
                second.kill();
            }
            assertThat(aside()).extracting(UnsentMessages.Message::topic).containsOnly("t/big", "a/".repeat(69) + "z");

            List<String> lines = outbox("list").lines().toList();
            assertThat(lines).hasSize(4).allMatch(line -> line.startsWith("Bad.") && line.contains("QoS 1"));
            assertThat(lines).anyMatch(line -> line.contains(".unsent: 300000 bytes to t/big"));
            List<String> names =
                    aside().stream().map(UnsentMessages.Message::name).toList();
            assertThat(outbox("delete", names.get(0))).isEqualTo(names.get(0) + ": deleted\n");
            assertThat(outbox("send", names.get(1))).startsWith(names.get(1) + ": goes back into the outbox");
            assertThat(outbox("list")).contains("to be sent again: ");
            assertThat(outbox("delete", "nothing")).contains("no message \"nothing\" is set aside in data/outbox");

            Files.delete(folder.resolve("routes/bad.camel.yaml"));
            Files.writeString(
                    folder.resolve("routes/bad.camel.yaml"),
                    """
                    - beans:
                        - name: bad
                          type: dev.piroutes.mqtt.MqttDevice
                          properties:
                            clientId: Bad
                    - route:
                        id: idle
                        from:
                          uri: paho:t/none
                          parameters: { client: "#bad" }
                          steps:
                            - to: { uri: "log:none" }
                    """);
            try (Program third = Program.start(folder, device)) {
                third.awaitOutput("is in the outbox again");
                await("set aside again").atMost(LIMIT).until(() -> aside().size() == 3);
                third.awaitOutput("set aside a message", LIMIT);
                assertThat(outbox("delete", "all").lines()).hasSize(3);
                assertThat(outbox()).isEqualTo("no message is set aside in data/outbox\n");
            }
        }
    }

    private static int port(Program program) {
        return Integer.parseInt(
                program.awaitOutput("connected to tcp://127.0.0.1:(\\d+)").group(1));
    }

    private String outbox(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = "outbox";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try (Program program = Program.start(folder, command)) {
            program.awaitEnd(LIMIT);
            return program.output();
        }
    }

    private List<UnsentMessages.Message> aside() throws Exception {
        return UnsentMessages.in(folder.resolve("data/outbox"));
    }
}
