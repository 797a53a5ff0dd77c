package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One broker for all cases of a class, and for each case clients and topics that no other case has. */
abstract class ConformanceCase {
    private static final AtomicInteger CASES = new AtomicInteger();

    private static Broker broker;

    private final int version;
    private final String name = "case" + CASES.incrementAndGet();
    private final List<WireClient> clients = new ArrayList<>();

    /** @param version 4 for MQTT 3.1.1, 5 for MQTT 5 */
    ConformanceCase(int version) {
        this.version = version;
    }

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void closeClients() {
        clients.forEach(WireClient::close);
    }

    /** A topic or filter, or a client id, of this case. */
    final String own(String rest) {
        return name + rest;
    }

    /** A connection on which nothing was sent yet. */
    final WireClient connection() {
        WireClient client = new WireClient(broker.port(), version);
        clients.add(client);
        return client;
    }

    /** What a client of this case says first: a session of its own that does not outlive the connection. */
    final WireClient.Connect hello(String client) {
        return new WireClient.Connect(name + client, true);
    }

    final WireClient open(WireClient.Connect connect) {
        WireClient client = connection();
        assertThat(client.connect(connect).code()).isZero();
        return client;
    }

    final WireClient open(String client) {
        return open(hello(client));
    }

    /** What comes on the topics of this case, as {@code topic payload}, without the case's name. */
    final List<String> texts(List<WireClient.Publish> received) {
        return received.stream()
                .map(publish -> publish.topic().replaceFirst("^" + name, "") + " " + publish.payload())
                .toList();
    }
}
