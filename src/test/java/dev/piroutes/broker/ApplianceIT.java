package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Appliances over the wire, by their makers' ids and topics, as Mosquitto's clients: what they may, and what they may not. */
@Timeout(240)
@Tag("full")
class ApplianceIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Program broker;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Missing.unlessRuns("mosquitto_sub", LIMIT, folder, "sh", "-c", "command -v mosquitto_sub")
                .ifPresent(missing -> Missing.skip(
                        "appliances over the wire", "mosquitto_sub (Debian: apt-get install mosquitto-clients)"));
        secure("tasmota", "DVES_80646F", "tele/lamp/#,stat/lamp/#,cmnd/lamp/#");
        secure("shelly", "shellyplug-s-80646F", "shellies/shellyplug-s-80646F/#");
        secure("zigbee", "zigbee2mqtt", "zigbee2mqtt/#");
        broker = Program.start(
                folder, "broker", "--broker.profile=secure", "--broker.host=127.0.0.1", "--broker.port=0");
        broker.awaitReady();
        port = Integer.parseInt(
                broker.awaitOutput("broker   127\\.0\\.0\\.1:(\\d+), TLS only").group(1));
    }

    private static void secure(String name, String id, String topics) throws Exception {
        try (Program making =
                Program.start(folder, "secure", "--appliance=" + name, "--client-id=" + id, "--topic=" + topics)) {
            assertThat(making.awaitEnd(LIMIT)).as(making.output()).isZero();
        }
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    private record Ended(int code, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static Ended run(String program, String user, String id, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(program, "-h", "127.0.0.1", "-p", "" + port));
        command.addAll(List.of("--cafile", folder.resolve("secure/ca.pem").toString()));
        command.addAll(List.of("-u", user, "-P", SecureBroker.password(folder.resolve("secure"), user), "-i", id));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }

    @ParameterizedTest
    @CsvSource({
        "tasmota, DVES_80646F, stat/lamp/POWER, cmnd/lamp/#, cmnd/lamp/POWER",
        "shelly, shellyplug-s-80646F, shellies/shellyplug-s-80646F/relay/0,"
                + " shellies/shellyplug-s-80646F/relay/+/command, shellies/shellyplug-s-80646F/relay/0/command",
        "zigbee, zigbee2mqtt, zigbee2mqtt/lamp, zigbee2mqtt/+/set, zigbee2mqtt/lamp/set"
    })
    void isLetInWithItsIdAndTopicsAndNoOthers(String user, String id, String publishes, String subscribes, String topic)
            throws Exception {
        assertThat(run("mosquitto_pub", user, id, "-q", "1", "-t", publishes, "-m", "x"))
                .satisfies(ended -> assertThat(ended.code()).as(ended.text()).isZero());
        assertThat(run("mosquitto_pub", user, id, "-q", "1", "-r", "-t", topic, "-m", "ON")
                        .code())
                .isZero();
        assertThat(run("mosquitto_sub", user, id, "-q", "1", "-C", "1", "-W", "20", "-v", "-t", subscribes)
                        .text())
                .isEqualTo(topic + " ON\n");

        assertThat(run("mosquitto_pub", user, "stranger", "-q", "1", "-t", publishes, "-m", "x"))
                .satisfies(ended -> assertThat(ended.code()).isNotZero())
                .satisfies(ended -> assertThat(ended.text()).containsIgnoringCase("identifier rejected"));
        denied("user \"" + user + "\" may not use client id \"stranger\"");

        // MQTT 3.1.1 has no other answer than the end of the connection; 5 says why.
        assertThat(run("mosquitto_pub", user, id, "-V", "mqttv5", "-q", "1", "-t", "csc2106/led/cmd", "-m", "TOGGLE")
                        .text())
                .containsIgnoringCase("not authorized");
        denied("user \"" + user
                + "\" may not publish to \"csc2106/led/cmd\": that needs \"topic write csc2106/led/cmd\""
                + " below \"user " + user + "\" in permissions.acl");
        assertThat(run("mosquitto_sub", user, id, "-W", "20", "-t", "csc2106/#").text())
                .containsIgnoringCase("denied");
        denied("user \"" + user + "\" may not subscribe to \"csc2106/#\"");
    }

    private static void denied(String line) {
        broker.awaitOutput("denied 127\\.0\\.0\\.1: " + Pattern.quote(line));
    }

    /** Zigbee2MQTT's list of devices, retained: as large as the broker takes, and then larger. */
    @Test
    void aLargeDocumentPassesOrTheLineNamesSettingAndFile() throws Exception {
        Path large =
                Files.write(folder.resolve("devices.json"), "x".repeat(250_000).getBytes(StandardCharsets.UTF_8));
        String topic = "zigbee2mqtt/bridge/devices";
        assertThat(run("mosquitto_pub", "zigbee", "zigbee2mqtt", "-q", "1", "-r", "-t", topic, "-f", large.toString())
                        .code())
                .isZero();
        assertThat(run("mosquitto_sub", "zigbee", "zigbee2mqtt", "-C", "1", "-W", "20", "-N", "-t", topic)
                        .bytes())
                .hasSize(250_000);

        Path larger =
                Files.write(folder.resolve("more.json"), "x".repeat(300_000).getBytes(StandardCharsets.UTF_8));
        assertThat(run("mosquitto_pub", "zigbee", "zigbee2mqtt", "-q", "1", "-r", "-t", topic, "-f", larger.toString())
                        .code())
                .isNotZero();
        broker.awaitOutput(
                "a packet of 3000\\d\\d bytes, more than 262144 \\(max-packet-size in broker\\.xml\\); closed");
    }
}
