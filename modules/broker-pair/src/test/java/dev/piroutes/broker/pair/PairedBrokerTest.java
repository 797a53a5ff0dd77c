package dev.piroutes.broker.pair;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.broker.pair.PairSettings.Start;
import dev.piroutes.net.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

/** What ends the start of a node, beside a peer that says what it is told to. */
class PairedBrokerTest {
    private static final String PASSWORD = "the password";

    @TempDir
    Path folder;

    private final int port = freePort();
    private News peerSays = new News(Role.PRIMARY, News.Phase.SERVING, 3, News.Data.ALONE);
    private final PairLine peer = PairLine.open(
            "127.0.0.2", port, new PairSecret(PASSWORD), () -> peerSays, new PairLog(NOPLogger.NOP_LOGGER));

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void anotherPassword() {
        assertThatThrownBy(() -> start(Role.BACKUP, "not the password", Start.AUTO))
                .isInstanceOf(BrokerException.class)
                .hasMessage("the peer 127.0.0.2:" + port
                        + " has another pair.password: it must be the same on both nodes of the pair");
    }

    @Test
    void twoPrimaries() {
        assertThatThrownBy(() -> start(Role.PRIMARY, PASSWORD, Start.AUTO))
                .hasMessage("both nodes of the pair are told --pair=primary: one must be backup");
    }

    @Test
    void aloneBesideAPeerThatRuns() {
        assertThatThrownBy(() -> start(Role.BACKUP, PASSWORD, Start.ALONE))
                .hasMessage("--pair.start=alone is for a peer that is gone, but 127.0.0.2:" + port + " runs");
    }

    @Test
    void dataThatThePeerDoesNotHave() {
        PairMemory.open(folder).set(4, News.Data.ALONE);
        assertThatThrownBy(() -> start(Role.BACKUP, PASSWORD, Start.AUTO))
                .hasMessageContaining("both nodes of the pair have taken in messages");
    }

    @Test
    void anAddressThatIsNotOfThisMachine() {
        PairSettings pair = new PairSettings(
                Role.BACKUP, "192.0.2.1", port, new Address("127.0.0.2", port), PASSWORD, null, Start.AUTO);
        assertThatThrownBy(() -> PairedBroker.start(settings(), pair))
                .hasMessageStartingWith("cannot listen for the peer on pair.host 192.0.2.1, port " + (port + 1));
    }

    private void start(Role role, String password, Start start) {
        PairedBroker.start(
                settings(),
                new PairSettings(role, "127.0.0.1", port, new Address("127.0.0.2", port), password, null, start));
    }

    private BrokerSettings settings() {
        return new BrokerSettings("127.0.0.1", 1, null, folder);
    }

    /** One with a free port behind it. */
    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort() - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
