package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import dev.piroutes.kit.Tls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In the secure profile the nodes of a pair encrypt what they copy, with the keys that the command secure has made. */
@Tag("full")
class PairSecureIT {
    private static final int MQTT_PORT = 23_943;
    private static final int PAIR_PORT = 24_676;

    @TempDir
    Path folder;

    @Test
    void theCopyIsEncrypted() throws Exception {
        try (Program secure = Program.start(folder, "secure", "--host=127.0.0.2")) {
            assertThat(secure.awaitEnd(Duration.ofSeconds(60))).isZero();
        }

        try (Program primary = node("primary", "127.0.0.1", "127.0.0.2");
                Program backup = node("backup", "127.0.0.2", "127.0.0.1")) {
            backup.awaitOutput("the backup stands by, and has a copy of everything");
            try (SSLSocket socket = (SSLSocket)
                    Tls.trusting(folder.resolve("secure")).getSocketFactory().createSocket("127.0.0.1", PAIR_PORT)) {
                socket.startHandshake();
                assertThat(socket.getSession().getProtocol()).startsWith("TLSv1.");
            }
            primary.kill();
            backup.awaitOutput("the backup takes over");
        }
    }

    private Program node(String role, String host, String peer) throws IOException {
        return Program.start(
                Files.createDirectories(folder.resolve(role)),
                "broker",
                "--broker.profile=secure",
                "--secure.dir=" + folder.resolve("secure"),
                "--pair=" + role,
                "--pair.peer=" + peer + ":" + PAIR_PORT,
                "--pair.port=" + PAIR_PORT,
                "--pair.password=a password for tests",
                "--broker.host=" + host,
                "--broker.port=" + MQTT_PORT,
                "--broker.data=data");
    }
}
