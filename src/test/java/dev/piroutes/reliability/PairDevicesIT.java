package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that know both nodes of a pair: each press is handled, in order, while one node dies and comes back. */
@Tag("full")
class PairDevicesIT {
    private static final int MQTT_PORT = 23_923;
    private static final int PAIR_PORT = 24_656;
    private static final Duration LIMIT = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    @Test
    void noPressIsLostWhenTheServingNodeIsKilled() throws Exception {
        Program primary = node("primary", "127.0.0.1", "127.0.0.2");
        try (Program backup = node("backup", "127.0.0.2", "127.0.0.1");
                Numbered devices =
                        new Numbered("tcp://127.0.0.1:" + MQTT_PORT + ",tcp://127.0.0.2:" + MQTT_PORT, folder)) {
            backup.awaitOutput("the backup stands by, and has a copy of everything");
            devices.lab().awaitConnected("presser", "receiver");
            devices.press(20);

            primary.kill();
            devices.press(50);
            devices.awaitAll(LIMIT);

            primary = node("primary", "127.0.0.1", "127.0.0.2");
            primary.awaitOutput("the primary takes over");
            devices.press(50);
            devices.awaitAll(LIMIT);
            assertThat(new LinkedHashSet<>(devices.handled())).containsExactlyElementsOf(devices.pressed());
        } finally {
            primary.close();
        }
    }

    private Program node(String role, String host, String peer) throws IOException {
        return Program.start(
                Files.createDirectories(folder.resolve(role)),
                "broker",
                "--pair=" + role,
                "--pair.peer=" + peer + ":" + PAIR_PORT,
                "--pair.port=" + PAIR_PORT,
                "--pair.password=a password for tests",
                "--broker.host=" + host,
                "--broker.port=" + MQTT_PORT,
                "--broker.data=data");
    }
}
