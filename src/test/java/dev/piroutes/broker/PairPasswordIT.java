package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.broker.pair.PairedBroker;
import dev.piroutes.kit.Leaks;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Nasty;
import dev.piroutes.net.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes that have one password copy to each other, whatever is in it, and it is in no line of theirs. */
@Tag("full")
class PairPasswordIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MQTT_PORT = 23_957;
    private static final int PAIR_PORT = 24_690;

    @TempDir
    Path folder;

    /** What XML, Artemis's configuration or its masks would take for their own. */
    static List<String> passwords() {
        return Nasty.marked().stream()
                .filter(secret -> secret.matches("(?s)[; ].*|.* |.*[<&\"\\t😀].*|ENC.*|\\$\\{.*"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("passwords")
    void theyCopyWithIt(String password) {
        Leaks leaks = new Leaks(List.of(password));
        try (LogLines log = new LogLines("ROOT");
                PairedBroker primary = node(Role.PRIMARY, "127.0.0.1", "127.0.0.2", password);
                PairedBroker backup = node(Role.BACKUP, "127.0.0.2", "127.0.0.1", password)) {
            await().atMost(LIMIT).until(() -> backup.phase().equals("ready"));
            assertThat(primary.phase()).isEqualTo("serving");
            leaks.in("the log", String.join("\n", log.lines()));
        }
        assertThat(leaks.found()).isEmpty();
    }

    private PairedBroker node(Role role, String host, String peer, String password) {
        return PairedBroker.start(
                new BrokerSettings(host, MQTT_PORT, Path.of("broker-etc"), folder.resolve(role.toString())),
                new PairSettings(
                        role,
                        host,
                        PAIR_PORT,
                        new Address(peer, PAIR_PORT),
                        password,
                        null,
                        role == Role.PRIMARY ? PairSettings.Start.ALONE : PairSettings.Start.AUTO));
    }
}
