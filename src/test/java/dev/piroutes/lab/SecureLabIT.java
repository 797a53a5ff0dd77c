package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.MicroPython;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab, made secure with one command and run with one option, seen by clients that others have written. */
@Timeout(240)
class SecureLabIT {

    /** Nothing else listens there, on no port. */
    private static final String HOST = "127.0.4.1";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    @BeforeAll
    static void secure() throws Exception {
        try (Program secure = Program.start(folder, "secure", "--user=alice", "--host=" + HOST)) {
            assertThat(secure.awaitEnd(Duration.ofSeconds(60))).isZero();
            assertThat(secure.output())
                    .contains("PicoA: new; publishes csc2106/devA/status, csc2106/led/cmd, csc2106/led/hello\n")
                    .contains("secure is ready; only you can read it\n")
                    .contains("  " + Path.of("target/bin/pi-routes").toAbsolutePath() + " --broker.profile=secure\n")
                    .contains("  pi-routes --mqtt.url=ssl://ADDRESS:8883 --mqtt.credentials=DIR\n");
            assertThat(secrets())
                    .allSatisfy(secret -> assertThat(secure.output()).doesNotContain(secret));
        }
    }

    @Test
    void runsWithBothDevicesOverTlsAndNothingWithoutIt() throws Exception {
        try (Program lab = Program.start(
                folder, "--broker.profile=secure", "--broker.host=" + HOST, "--gpio.board=virtual", "--verbose")) {
            lab.awaitReady();
            assertThat(lab.output()).contains("broker   " + HOST + ":8883, TLS only");
            assertThatThrownBy(() -> new Socket(HOST, 1883).close()).isInstanceOf(ConnectException.class);

            // A press is simulated on the virtual board: A commands, B handles and answers.
            lab.awaitOutput("led/cmd TOGGLE → LED ON → led/ack ON");
            overPaho("ssl://" + HOST + ":8883");
            overPaho("wss://" + HOST + ":8883/mqtt");

            assertThat(lab.output()).doesNotContain("denied").doesNotContain("ERROR");
            assertThat(secrets()).isNotEmpty().allSatisfy(secret -> assertThat(lab.output())
                    .doesNotContain(secret));
        }
    }

    @Tag("full")
    @ParameterizedTest
    @ValueSource(strings = {"none", "required"})
    void isOpenToMosquittosClientsAndToDevicesElsewhere(String certificates) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere-" + certificates));
        for (String file : List.of("ca.pem", "PicoB.properties", "PicoB.pem")) {
            Files.copy(folder.resolve("secure").resolve(file), elsewhere.resolve(file));
        }
        try (Program broker = Program.start(
                        folder,
                        "broker",
                        "--broker.profile=secure",
                        "--broker.host=" + HOST,
                        "--broker.client-certificates=" + certificates,
                        "--broker.data=data/" + certificates);
                Program led = Program.start(
                        elsewhere,
                        "--devices=led",
                        "--mqtt.url=ssl://" + HOST,
                        "--mqtt.credentials=.",
                        "--gpio.board=virtual")) {
            broker.awaitReady();
            led.awaitOutput("PicoB: connected to ssl://" + HOST + ":8883");
            if (!hasMosquitto()) {
                Missing.leaveOut(
                        "the secure profile with mosquitto_sub",
                        "mosquitto_sub (Debian: apt-get install mosquitto-clients)");
                return;
            }

            Process watching =
                    mosquitto("mosquitto_sub", "alice-1", "-v", "-t", "csc2106/led/#", "-C", "2", "-W", "20");
            publishUntil(watching, led);

            assertThat(watching.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(new String(watching.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("csc2106/led/cmd TOGGLE", "csc2106/led/ack O");
            assertThat(broker.output()).doesNotContain("denied");
        }
    }

    @Tag("full")
    @Test
    void aMicroPythonDeviceTakesPart() throws Exception {
        MicroPython.executable();
        String[] settings = {
            "BROKER = \"" + HOST + "\"",
            "PORT = 8883",
            "USER = \"PicoB\"",
            "CA = \"" + der("ca.pem") + "\"",
            "PASSWORD = \"wrong\""
        };
        try (Program lab = Program.start(
                folder,
                "--broker.profile=secure",
                "--broker.host=" + HOST,
                "--broker.data=data/pico",
                "--devices=button-panel,gpio-timer",
                "--gpio.board=virtual")) {
            lab.awaitReady();
            try (MicroPython wrong =
                    MicroPython.start(Files.createDirectory(folder.resolve("wrong")), "device_b", settings)) {
                wrong.program().awaitOutput("PicoB: the broker refuses user or password");
            }
            settings[3] = "CA = \"" + der("alice.pem") + "\"";
            try (MicroPython distrustful =
                    MicroPython.start(Files.createDirectory(folder.resolve("distrustful")), "device_b", settings)) {
                distrustful
                        .program()
                        .awaitOutput(
                                "PicoB: no broker at .*: The certificate is not correctly signed by the trusted CA");
            }
            settings[3] = "CA = \"" + der("ca.pem") + "\"";
            settings[4] = "PASSWORD = \"" + password("PicoB") + "\"";
            try (MicroPython led =
                    MicroPython.start(Files.createDirectory(folder.resolve("right")), "device_b", settings)) {
                // A press is simulated on the virtual board.
                led.program().awaitOutput("led/cmd TOGGLE -> LED ON -> led/ack ON");
                // Nobody tells the time: a clock that is right is good enough, one that is wrong is the reason that is
                // given.
                led.timeServer(false);
                led.program().close();
                led.start();
                led.program().awaitOutput("PicoB: connected");
                led.loseClock();
                led.program()
                        .awaitOutput("PicoB: no time from pool.ntp.org, and on 1970-01-01, by this clock,"
                                + " The certificate validity starts in the future; trying again until it works");
                led.timeServer(true);
                led.program().awaitOutput("PicoB: connected");
                withoutMemory(led, "MicroPython", "memory allocation failed, allocating 16717 bytes");
                withoutMemory(led, "mbedTLS", ".*SSL_ALLOC_FAILED.*");
            }
            assertThat(lab.output()).contains("user \"PicoB\" gave a wrong password");
        }
    }

    private static void withoutMemory(MicroPython led, String who, String words) throws Exception {
        led.noMemory(who);
        led.program().close();
        led.start();
        led.program().awaitOutput("PicoB: not enough memory: " + words + "; trying again until it works");
        led.memory();
        led.program().awaitOutput("PicoB: connected");
        assertThat(led.program().output()).doesNotContain("Traceback");
    }

    /** When the other process has subscribed is its own affair. */
    private static void publishUntil(Process watching, Program led) {
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
            Process publishing =
                    mosquitto("mosquitto_pub", "alice-2", "-t", "csc2106/led/cmd", "-m", "TOGGLE", "-q", "1");
            assertThat(publishing.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(publishing.exitValue())
                    .as(new String(publishing.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isZero();
            return !watching.isAlive();
        });
        assertThat(led.output()).contains("led/cmd TOGGLE");
    }

    private static void overPaho(String url) throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        MqttConnectOptions options = new MqttConnectOptions();
        options.setSocketFactory(Tls.trusting(folder.resolve("secure")).getSocketFactory());
        options.setUserName("alice");
        options.setPassword(password("alice").toCharArray());
        options.setConnectionTimeout(10);
        try (MqttClient client = new MqttClient(url, "alice-paho", new MemoryPersistence())) {
            client.connect(options);
            client.subscribe("csc2106/#", 1, (topic, message) -> seen.add(topic + " " + message));
            client.publish("csc2106/led/cmd", "TOGGLE".getBytes(StandardCharsets.UTF_8), 1, false);
            await(url).atMost(LIMIT).until(() -> seen.stream().anyMatch(line -> line.startsWith("csc2106/led/ack O")));
            assertThat(seen).contains("csc2106/devA/status online", "csc2106/devB/status online");
            client.disconnect();
        }
    }

    private static boolean hasMosquitto() {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "mosquitto_sub")));
    }

    private static Process mosquitto(String program, String clientId, String... rest) throws IOException {
        Path secure = folder.resolve("secure");
        List<String> command = new ArrayList<>(List.of(
                program,
                "-h",
                HOST,
                "-p",
                "8883",
                "--cafile",
                secure.resolve("ca.pem").toString(),
                "-i",
                clientId));
        command.addAll(List.of("--cert", secure.resolve("alice.pem").toString()));
        command.addAll(List.of("--key", secure.resolve("alice.pem").toString()));
        command.addAll(List.of("-u", "alice", "-P", password("alice")));
        command.addAll(List.of(rest));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    /** The certificate of a file of the folder, in a file of its own, as MicroPython reads it. */
    private static Path der(String file) throws Exception {
        try (InputStream pem = Files.newInputStream(folder.resolve("secure").resolve(file))) {
            return Files.write(
                    folder.resolve(file + ".der"),
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(pem)
                            .getEncoded());
        }
    }

    private static String password(String user) throws IOException {
        return value(folder.resolve("secure").resolve(user + ".properties"), "mqtt.password");
    }

    /** Every password that the folder holds. */
    private static List<String> secrets() throws IOException {
        List<String> secrets = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("secure"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".properties"))
                    .toList()) {
                for (String key : List.of("mqtt.password", "keystore.password")) {
                    String value = value(file, key);
                    if (!value.isEmpty()) {
                        secrets.add(value);
                    }
                }
            }
        }
        return secrets;
    }

    private static String value(Path file, String key) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElse("");
    }
}
