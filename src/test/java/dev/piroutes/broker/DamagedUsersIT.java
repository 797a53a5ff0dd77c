package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.access.Accounts;
import dev.piroutes.broker.access.Permissions;
import dev.piroutes.kit.Damage;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files of users and permissions let nobody in, and nobody further than before; the broker runs all the same. */
class DamagedUsersIT {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final String ME = "127.0.0.1";

    @TempDir
    Path folder;

    static Stream<Arguments> damages() {
        return Stream.of(Accounts.USERS, Accounts.ROLES, Permissions.FILE)
                .flatMap(file -> Arrays.stream(Damage.values()).map(damage -> Arguments.of(file, damage)));
    }

    @ParameterizedTest
    @ValueSource(strings = {Accounts.USERS, Accounts.ROLES, Permissions.FILE})
    void nobodyIsLetInUntilItIsMendedAndThenAtOnce(String name) throws Exception {
        nobodyIsLetIn(name, Damage.CUT_IN_HALF);
    }

    @Tag("full")
    @ParameterizedTest
    @MethodSource("damages")
    void nobodyIsLetInHoweverItIsDamaged(String name, Damage damage) throws Exception {
        nobodyIsLetIn(name, damage);
    }

    private void nobodyIsLetIn(String name, Damage damage) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker.access");
                SecureBroker broker = SecureBroker.start(folder, "none", secure -> damage.to(secure.resolve(name)))) {
            Path file = broker.folder().resolve(name);
            assertThat(broker.problems()).singleElement().asString().contains(file.toString(), "nobody is let in");
            assertThat(log.lines()).hasSize(1);
            for (int version : new int[] {4, 5}) {
                try (WireClient client = broker.open(ME)) {
                    client.send(
                            0x10,
                            Connect.of(version, "alice", "alice", broker.password("alice"))
                                    .body());
                    // Not "wrong password": that is final for many clients.
                    assertThat(client.nextPacket()).startsWith(version == 5 ? "200088" : "200003");
                }
            }

            delete(file);
            broker.mend(name);
            await().atMost(LIMIT).until(() -> broker.problems().isEmpty());
            broker.connected(4, ME, "alice").close();
        }
    }

    @Tag("full")
    @Test
    void whatIsDamagedWhileItRunsChangesNothingForAnybodyAndIsShown() throws Exception {
        try (SecureBroker broker = SecureBroker.start(folder, "none")) {
            Path file = broker.folder().resolve(Permissions.FILE);
            Damage.CUT_IN_HALF.to(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
            await().atMost(LIMIT).until(() -> !broker.problems().isEmpty());
            assertThat(broker.problems().get(0)).contains(file.toString());
            broker.connected(4, ME, "alice").close();
        }
    }

    private static void delete(Path file) throws Exception {
        if (Files.isDirectory(file)) {
            Files.delete(file.resolve("what"));
        }
        Files.delete(file);
    }
}
