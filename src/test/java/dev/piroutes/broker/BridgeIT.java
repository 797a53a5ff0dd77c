package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The example bridge.camel.yaml between two brokers: whatever is cut or restarted on the way, each message of the room
 * comes to the second broker, in order.
 */
@Tag("full")
class BridgeIT {
    @TempDir
    Path folder;

    private final List<String> sent = new ArrayList<>();

    @Test
    void nothingIsLostOrOvertakenOverCutsAndRestarts() throws Exception {
        Path data = folder.resolve("building");
        BrokerProcess building = BrokerProcess.start(data);
        try (Broker room = Broker.start(new BrokerSettings("127.0.0.1", 0, null, folder.resolve("room")));
                FaultProxy link = new FaultProxy(building.port());
                WireClient publisher = WireClient.clean(room.port(), "publisher")) {
            try (WireClient watcher = WireClient.persistent(building.port(), "watcher")) {
                watcher.subscribe("rooms/csc2106/led/ack", 1);
                watcher.disconnect();
            }

            try (TestLab bridge = bridge(room, link)) {
                bridge.awaitConnected("bridge-lab", "bridge-out");
                publish(publisher, 50);
                link.cutOnce(FaultProxy.Cut.WITHIN, packet -> packet.contains("message-60"));
                publish(publisher, 50);

                building.kill();
                publish(publisher, 50);
                building = BrokerProcess.start(data);
                link.broker(building.port());
                publish(publisher, 50);

                link.accept(false);
                publish(publisher, 50);
            }
            // The bridge is away, and its outbox has what the second broker did not get.
            publish(publisher, 50);
            link.accept(true);
            try (TestLab bridge = bridge(room, link)) {
                bridge.awaitConnected("bridge-lab", "bridge-out");
                publish(publisher, 1);
                assertThat(received(building.port())).containsExactlyElementsOf(sent);
            }
        } finally {
            building.close();
        }
    }

    private TestLab bridge(Broker room, FaultProxy link) throws Exception {
        return new TestLab("tcp://127.0.0.1:" + room.port(), folder)
                .with("bridge.url", link.url())
                .with("bridge.topic", "led/ack")
                .start("classpath:examples/bridge.camel.yaml");
    }

    private void publish(WireClient publisher, int count) {
        for (int i = 0; i < count; i++) {
            sent.add("message-" + (sent.size() + 1));
            publisher.publishAcked("csc2106/led/ack", 1 + sent.size() % 60_000, sent.get(sent.size() - 1));
        }
    }

    /** In the order of their first arrival, up to the last one sent. */
    private Set<String> received(int port) {
        Set<String> received = new LinkedHashSet<>();
        try (WireClient watcher = WireClient.persistent(port, "watcher")) {
            while (!received.contains(sent.get(sent.size() - 1))) {
                WireClient.Publish publish = watcher.receive();
                assertThat(publish.topic()).isEqualTo("rooms/csc2106/led/ack");
                received.add(publish.payload());
                watcher.puback(publish.id());
            }
        }
        return received;
    }
}
