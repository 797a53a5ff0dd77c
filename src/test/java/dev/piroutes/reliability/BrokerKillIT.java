package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL for the broker, again and again, while commands are on their way: nothing is lost. */
class BrokerKillIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void nothingIsLostOrOvertaken() throws Exception {
        kill(3);
    }

    @Tag("full")
    @Test
    void nothingIsLostOrOvertakenOverTenKills() throws Exception {
        kill(10);
    }

    private void kill(int times) throws Exception {
        Program broker = Program.start(folder, "broker", "--broker.port=0");
        int port = broker.awaitReady();
        try (Numbered devices = new Numbered("tcp://127.0.0.1:" + port, folder)) {
            devices.lab().awaitConnected("presser", "receiver");
            for (int kill = 0; kill < times; kill++) {
                Program victim = broker;
                Thread killer = new Thread(() -> {
                    try {
                        victim.kill();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
                devices.press(10);
                killer.start();
                devices.press(20);
                killer.join();
                broker = Program.start(folder, "broker", "--broker.port=" + port);
                broker.awaitReady();
            }
            devices.press();
            devices.awaitAll(LIMIT);
            assertThat(new LinkedHashSet<>(devices.handled())).containsExactlyElementsOf(devices.pressed());
        } finally {
            broker.close();
        }
    }
}
