package dev.piroutes.broker.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.kit.LogLines;
import dev.piroutes.net.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PairTalkTest {
    private static final News NEWS = new News(Role.BACKUP, News.Phase.READY, 5, News.Data.REPLICA);

    private final int port = freePort();
    private final PairLine line = PairLine.open(
            "127.0.0.1",
            port,
            new PairSecret("the password"),
            () -> NEWS,
            new PairLog(LoggerFactory.getLogger(PairTalkTest.class)));

    @AfterEach
    void close() {
        line.close();
    }

    @Test
    void aNodeTellsItsPeerWhatItDoes() {
        assertThat(ask(port, "the password")).isEqualTo(NEWS);

        close();
        assertThat(ask(port, "the password")).isNull();
    }

    @Test
    void aStrangerIsToldNothing() throws Exception {
        try (PairTalk talk = PairTalk.with("127.0.0.1", PairSettings.talkPort(port))) {
            assertThat(talk.hear()).hasSize(2);
            talk.say("nonce", "proof");
            assertThat(talk.hear()).containsExactly(PairTalk.DENIED);
        }
    }

    @Test
    void bothNodesSayThatTheirPasswordsDiffer() {
        try (LogLines log = new LogLines(PairTalkTest.class.getName())) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> ask(port, "another password"))
                        .hasMessageEndingWith(
                                "has another pair.password: it must be the same on both nodes of the pair");
            }
            assertThat(log.lines())
                    .containsExactly("pair     127.0.0.1 asks with another pair.password:"
                            + " it must be the same on both nodes of the pair");
        }
    }

    @Test
    void silentConnectionsDoNotKeepThePeerOut() throws Exception {
        try (PairTalk silent = PairTalk.with("127.0.0.1", PairSettings.talkPort(port));
                PairTalk another = PairTalk.with("127.0.0.1", PairSettings.talkPort(port))) {
            assertThat(silent.hear()).hasSize(2);
            assertThat(another.hear()).hasSize(2);
            assertThat(ask(port, "the password")).isEqualTo(NEWS);
        }
    }

    @Test
    void whatIsNoNodeIsNamed() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread thread = new Thread(() -> {
                try (var socket = other.accept()) {
                    socket.getOutputStream().write("220 mail\n".getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            assertThatThrownBy(() -> ask(other.getLocalPort() - 1, "the password"))
                    .hasMessageContaining("is no node of a pair");
            thread.join();
        }
    }

    private static @Nullable News ask(int port, String password) {
        return new PairPeer(new Address("127.0.0.1", port), new PairSecret(password)).ask();
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
