package dev.piroutes.page;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged program with its page, on free ports. */
final class Bench implements AutoCloseable {
    private static final List<String> LAB = List.of("button-panel", "led", "monitor", "error-policy");

    /** A button that must be held, for gestures. */
    private static final String HOLD =
            """
            - route:
                id: hold-button
                from:
                  uri: gpio:17
                  parameters:
                    pull: up
                    activeLow: true
                    event: long-press
                    longPressTime: 600ms
                  steps:
                    - setBody:
                        constant:
                          expression: HELD
                    - to:
                        uri: paho:{{lab.root}}/held
                        parameters:
                          client: "#hold"
                          qos: 1
            - beans:
                - name: hold
                  type: dev.piroutes.mqtt.MqttDevice
                  properties:
                    clientId: Hold
                    statusTopic: "{{lab.root}}/hold/status"
            """;

    private final Program program;
    private final int page;
    private final int broker;

    private Bench(Program program, int page, int broker) {
        this.program = program;
        this.page = page;
        this.broker = broker;
    }

    static Bench start(Path folder, String... more) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        for (String name : LAB) {
            String file = name + ".camel.yaml";
            Files.copy(Path.of("src/main/resources/routes", file), routes.resolve(file));
        }
        Files.writeString(routes.resolve("hold.camel.yaml"), HOLD);
        int port = FreePort.find();
        List<String> arguments = new ArrayList<>(
                List.of("--routes.dir=routes", "--gpio.board=virtual", "--broker.port=0", "--page.port=" + port));
        arguments.addAll(List.of(more));
        Program program = Program.start(folder, arguments.toArray(String[]::new));
        int broker = program.awaitReady();
        // A page whose port is taken waits for it; the rest is ready meanwhile.
        program.awaitOutput("page +http");
        return new Bench(program, port, broker);
    }

    String url() {
        return "http://127.0.0.1:" + page + "/";
    }

    int page() {
        return page;
    }

    /** The port at which any MQTT client reaches the broker. */
    int broker() {
        return broker;
    }

    Program program() {
        return program;
    }

    @Override
    public void close() {
        program.close();
    }
}
