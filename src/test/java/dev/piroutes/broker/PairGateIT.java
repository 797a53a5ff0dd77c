package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairedBroker;
import dev.piroutes.kit.LogLines;
import dev.piroutes.net.Address;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Artemis's own protocol, on the pair's port, is for the other node: it could read and write everything. */
@Tag("full")
class PairGateIT {
    private static final int MQTT_PORT = 23_933;
    private static final int PAIR_PORT = 24_666;
    private static final String PASSWORD = "a password for tests";

    @TempDir
    Path folder;

    private PairedBroker node;

    @BeforeEach
    void start() {
        node = PairedBroker.start(
                new BrokerSettings("127.0.0.1", MQTT_PORT, Path.of("broker-etc"), folder),
                new PairSettings(
                        PairSettings.Role.PRIMARY,
                        "127.0.0.1",
                        PAIR_PORT,
                        new Address("127.0.0.2", PAIR_PORT),
                        PASSWORD,
                        null,
                        PairSettings.Start.AUTO));
    }

    @AfterEach
    void end() {
        node.close();
    }

    @Test
    void onlyWhoKnowsThePasswordGetsIn() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker.pair")) {
            assertThatThrownBy(() -> session(null, null)).isInstanceOf(ActiveMQException.class);
            assertThatThrownBy(() -> session("pi-routes-pair", "guessed")).isInstanceOf(ActiveMQException.class);
            assertThatThrownBy(() -> session("admin", PASSWORD)).isInstanceOf(ActiveMQException.class);
            assertThat(log.lines()).allMatch(line -> line.contains("refused") && !line.contains("guessed"));
        }

        session("pi-routes-pair", PASSWORD);
    }

    @Test
    void mqttClientsAreNotAsked() {
        // Two: the one that publishes may be given the message before it is acknowledged.
        try (WireClient reader = WireClient.clean(MQTT_PORT, "reader");
                WireClient writer = WireClient.clean(MQTT_PORT, "writer")) {
            reader.subscribe("topic", 1);
            writer.publishAcked("topic", 1, "hello");
            assertThat(reader.receive().payload()).isEqualTo("hello");
        }
    }

    private static void session(@Nullable String user, @Nullable String password) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(
                        "tcp://127.0.0.1:" + PAIR_PORT + "?useEpoll=false&callTimeout=2000&reconnectAttempts=0");
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession session = factory.createSession(user, password, false, true, true, false, 0)) {
            session.start();
        }
    }
}
