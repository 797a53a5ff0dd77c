package dev.piroutes.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What waits for a client comes when it is back, in order and with no further publish, whichever library it is made with.
 * {@code src/test/clients/waiting.sh} tries many more combinations.
 */
@Timeout(240)
@Tag("full")
class ClientLibrariesIT {
    /** Long: that it stalls is meant to be the broker's doing, not a busy machine's. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static Program broker;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        broker = Program.start(folder, "broker", "--broker.port=0");
        port = broker.awaitReady();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void getsWhatWaits(Library library) throws Exception {
        there(library);
        for (int version : library.versions()) {
            Waiting waiting = new Waiting(8, 300, version == 4 ? 2 : 1, false);
            Subscriber subscriber = subscriber(library, version, waiting);
            subscriber.subscribe();
            waiting.publish(port);

            Outcome outcome = subscriber.receive(waiting, SILENCE);

            assertThat(outcome.good()).as("%s: %s", subscriber, outcome).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void getsWhatIsRetained(Library library) throws Exception {
        there(library);
        Waiting waiting = new Waiting(4, 150, 1, true);
        waiting.publish(port);
        for (int version : library.versions()) {
            Subscriber subscriber = subscriber(library, version, waiting);

            Outcome outcome = subscriber.receive(waiting, SILENCE);

            assertThat(outcome.good()).as("%s: %s", subscriber, outcome).isTrue();
        }
    }

    private static Subscriber subscriber(Library library, int version, Waiting waiting) {
        String clientId = library.name() + "-" + version + (waiting.retained() ? "-retained" : "");
        return new Subscriber(library, version, port, clientId, waiting.qos(), waiting.filters());
    }

    private static void there(Library library) {
        library.missing().ifPresent(what -> Missing.skip("waiting messages with " + library, what));
    }
}
