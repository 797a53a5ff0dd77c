package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Edited users and permissions hold while the broker runs, for the connections that are open, too. */
@Timeout(60)
class SecureChangesIT {

    @TempDir
    Path folder;

    @Test
    void closesTheConnectionsOfWhoIsGoneOrMayOtherThingsAndLeavesTheRest() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker");
                SecureBroker broker = SecureBroker.start(folder, "none");
                WireClient a = broker.connected(4, "127.0.1.1", "PicoA");
                WireClient b = broker.connected(4, "127.0.1.2", "PicoB");
                WireClient alice = broker.connected(4, "127.0.1.3", "alice")) {

            SecureBroker.update(
                    broker.folder(),
                    List.of(SecureBroker.client("PicoA", Role.DEVICES, List.of("lab/led/hello"), List.of())));

            assertThat(a.closedByBroker()).isTrue();
            assertThat(b.closedByBroker()).isTrue();
            alice.publishAcked("lab/x", 1, "still here");
            assertThat(log.lines())
                    .contains(
                            "denied 127.0.1.1: user \"PicoA\" has other permissions now: its connection is closed",
                            "denied 127.0.1.2: user \"PicoB\" was changed or removed: its connection is closed");
            try (WireClient again = broker.connected(4, "127.0.1.1", "PicoA")) {
                again.publishAcked("lab/led/hello", 1, "new");
                again.publish(false, 1, false, "lab/led/cmd", 2, "old");
                assertThat(again.closedByBroker()).isTrue();
            }
        }
    }

    @Test
    void keepsWhatItHasWhenAFileIsBroken() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker");
                SecureBroker broker = SecureBroker.start(folder, "none")) {
            Path file = broker.folder().resolve("permissions.acl");

            Files.writeString(file, "user PicoA\ntopic everything\n");

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> log.contains("users    stay as they were: " + file + ", line 2: expected"));
            try (WireClient a = broker.connected(4, "127.0.1.1", "PicoA")) {
                a.publishAcked("lab/led/cmd", 1, "as before");
            }
        }
    }
}
