package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker elsewhere, as clouds have them: TLS by a public authority, a token for a user name, a client id of its own choice,
 * nothing above QoS 0, nothing retained.
 */
@Tag("full")
@Timeout(120)
class LittleBrokerIT {

    private static final String ROUTE =
            """
            - route:
                id: reports
                description: Publishes a report now and then
                from:
                  uri: timer:reports
                  parameters:
                    period: 500
                  steps:
                    - setBody:
                        constant:
                          expression: report
                    - to:
                        uri: paho-mqtt5:far/report
                        parameters:
                          client: "#far"
                          qos: 1
                          retained: true
            - beans:
                - name: far
                  type: dev.piroutes.mqtt.MqttDevice
                  properties:
                    clientId: device-0815
                    clientIdSuffix: false
                    protocolVersion: 5
                    url: "ssl://127.0.0.1:%d"
                    credentials: credentials
                    statusTopic: far/status
            """;

    @TempDir
    Path folder;

    @Test
    void getsNothingThatItDoesNotTake() throws Exception {
        Keytool keys = new Keytool(folder.resolve("keys.p12")).authority("authority");
        keys.make("far", "authority", Instant.now().minusSeconds(86_400), 30, "san=ip:127.0.0.1");
        Path certificate = keys.pemWithKey("far", folder.resolve("far.pem"));
        int port = FreePort.find();
        Files.writeString(
                Files.createDirectories(folder.resolve("credentials")).resolve("device-0815.properties"),
                "mqtt.username=token-4711\n");
        Files.writeString(
                Files.createDirectories(folder.resolve("routes")).resolve("far.camel.yaml"), ROUTE.formatted(port));
        try (Mosquitto mosquitto = Mosquitto.start(
                        folder,
                        "retain_available false",
                        "listener " + port + " 127.0.0.1",
                        "max_qos 0",
                        "certfile " + certificate,
                        "keyfile " + certificate);
                Watcher watcher = new Watcher(mosquitto.port(), "far/#");
                Program program = Program.start(
                        folder,
                        Map.of(),
                        // In the place of those that Java knows.
                        List.of(
                                "-Djavax.net.ssl.trustStore=" + keys.store(),
                                "-Djavax.net.ssl.trustStorePassword=" + Keytool.PASSWORD),
                        "--routes.dir=routes",
                        "--lab.root=csc2106/g07",
                        "--gpio.board=virtual",
                        "--broker.port=0")) {
            program.awaitOutput("device-0815: connected to ssl://127\\.0\\.0\\.1:" + port);
            program.awaitOutput("device-0815: the broker takes no more than QoS 0: .*; it keeps no messages: ");
            watcher.awaitEvents("far/report", 3);
            assertThat(watcher.seen()).allSatisfy(seen -> {
                assertThat(seen.qos()).isZero();
                assertThat(seen.retained()).isFalse();
            });
            assertThat(program.output().split("takes no more than QoS 0", -1))
                    .as("once")
                    .hasSize(2);
            assertThat(program.output()).doesNotContain("connection lost").doesNotContain("trying again");
            assertThat(mosquitto.output()).containsPattern("as device-0815 \\(p5, .*u'token-4711'\\)");

            // Its will comes with QoS 0, too.
            program.kill();
            watcher.awaitSeen("far/status", "offline");
        }
    }
}
