package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Guide;
import dev.piroutes.kit.Program;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stages of docs/lab/broker-security.md from passwords on, with what the handout itself says is to be written and seen. */
@Timeout(120)
@Tag("full")
class SecurityHandoutIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path HANDOUT = Path.of("docs/lab/broker-security.md");
    private static final Guide GUIDE = Guide.read(HANDOUT);

    @TempDir
    Path folder;

    private int port;

    @Test
    void eachStageDeniesWhatTheHandoutSays() throws Exception {
        secure("--user=alice");
        configure();
        try (Program bench = Program.start(
                folder,
                "--gpio.board=virtual",
                "--gpio-timer.enabled=false",
                "--broker.port=0",
                "--mqtt.credentials=secure")) {
            port = bench.awaitReady();
            passwords(bench);
            permissions(bench);
        }
        Files.delete(folder.resolve("broker-etc/broker.xml"));
        Files.delete(folder.resolve("broker-etc"));
        try (Program bench =
                Program.start(folder, "--gpio.board=virtual", "--broker.port=0", "--broker.profile=secure")) {
            bench.awaitReady();
            GUIDE.requireQuotes("Stage 4: TLS", bench.output());
        }
    }

    private String secure(String... more) throws Exception {
        String[] arguments = new String[more.length + 1];
        arguments[0] = "secure";
        System.arraycopy(more, 0, arguments, 1, more.length);
        try (Program secure = Program.start(folder, arguments)) {
            assertThat(secure.awaitEnd(LIMIT)).as(secure.output()).isZero();
            return secure.output();
        }
    }

    /** The lines that the handout has its reader write into broker.xml, and everything permitted to everybody. */
    private void configure() throws IOException {
        Matcher lines = Pattern.compile("```xml\\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(HANDOUT));
        assertThat(lines.find()).isTrue();
        String shipped = Files.readString(Path.of("broker-etc/broker.xml"));
        assertThat(shipped).contains("<broker-plugins>\n");
        Files.createDirectory(folder.resolve("broker-etc"));
        Files.writeString(
                folder.resolve("broker-etc/broker.xml"),
                shipped.replace("<broker-plugins>\n", "<broker-plugins>\n" + lines.group(1)));
        StringBuilder everything = new StringBuilder();
        for (String user : new String[] {"alice", "BenchPage", "Monitor", "PicoA", "PicoB"}) {
            everything.append("user ").append(user).append("\ntopic readwrite #\n\n");
        }
        Files.writeString(folder.resolve("secure/permissions.acl"), everything);
    }

    private void passwords(Program bench) throws Exception {
        assertThatThrownBy(() -> toggle("", null, null)).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> toggle("alice-1", "alice", "wrong")).isInstanceOf(MqttException.class);
        toggle("alice-1", "alice", password("alice"));
        bench.awaitOutput("LED ON");
        GUIDE.requireQuotes("Stage 2: passwords", bench.output());
    }

    private void permissions(Program bench) throws Exception {
        String said = secure();
        bench.awaitOutput("users    read again");
        Path file = folder.resolve("secure/permissions.acl");
        String made = Files.readString(file);
        assertThat(made).contains("user alice\ntopic readwrite #");
        Files.writeString(file, made.replace("user alice\ntopic readwrite #", "user alice\ntopic read csc2106/#"));
        await().atMost(LIMIT).until(() -> bench.output().split("users    read again", -1).length > 2);

        assertThatThrownBy(() -> toggle("alice-1", "alice", password("alice"))).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> toggle("alice-1", "PicoB", password("PicoB"))).isInstanceOf(MqttException.class);
        assertThatThrownBy(() -> toggle("PicoB", "PicoB", password("PicoB"))).isInstanceOf(MqttException.class);
        bench.awaitOutput("PicoB: connection lost");
        bench.awaitOutput("user \"PicoB\" may not publish");
        GUIDE.requireQuotes("Stage 3: permissions", bench.output(), said);
        assertThat(bench.output().split("→ LED", -1))
                .as("toggled once, in stage 2")
                .hasSize(2);
    }

    private String password(String user) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve("secure/" + user + ".properties"))) {
            properties.load(reader);
        }
        return properties.getProperty("mqtt.password");
    }

    /** What mosquitto_pub does with QoS 1. */
    private void toggle(String clientId, String user, String password) throws MqttException {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        if (user != null) {
            options.setUserName(user);
            options.setPassword(password.toCharArray());
        }
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + port, clientId, new MemoryPersistence());
        try {
            client.connect(options);
            client.publish("csc2106/led/cmd", "TOGGLE".getBytes(), 1, false);
            client.disconnect();
        } finally {
            client.close(true);
        }
    }
}
