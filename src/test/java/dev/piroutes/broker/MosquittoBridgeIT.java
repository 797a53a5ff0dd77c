package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real Mosquitto with a bridge to our broker, as its users write one. */
@Tag("full")
@Timeout(60)
class MosquittoBridgeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Watcher here;
    private Watcher there;

    /** The first says that it is a bridge, in its own way; MQTT 5 has words for what it wants. */
    @ParameterizedTest
    @ValueSource(strings = {"mqttv311", "mqttv31", "mqttv50"})
    void bothDirectionsWithStatesAndWithoutEchoes(String protocol) throws Exception {
        Path data = folder.resolve("data");
        Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
        int port = broker.port();
        try (LogLines log = new LogLines("dev.piroutes.broker.guard");
                Mosquitto mosquitto = Mosquitto.start(
                        folder,
                        "connection pi",
                        "address 127.0.0.1:" + port,
                        "topic # both 1",
                        "remote_clientid room." + protocol,
                        "bridge_protocol_version " + protocol,
                        "cleansession false",
                        "restart_timeout 1 1")) {
            try (Watcher ours = new Watcher(port, "#");
                    Watcher theirs = new Watcher(mosquitto.port(), "#")) {
                here = ours;
                there = theirs;
                awaitBridge();
                theirs.publish("there/state", "on".getBytes(), 1, true);
                ours.publish("here/state", "on".getBytes(), 1, true);
                theirs.publish("there/event", "1");
                ours.publish("here/event", "1");
                bothSaw("end/there", theirs);
                bothSaw("end/here", ours);
                for (Watcher each : new Watcher[] {ours, theirs}) {
                    for (String topic : new String[] {"there/state", "here/state", "there/event", "here/event"}) {
                        assertThat(each.events(topic)).as(topic).hasSize(1);
                    }
                }
            }
            areRetained(port);
            areRetained(mosquitto.port());
            try (Watcher theirs = new Watcher(mosquitto.port(), "#")) {
                there = theirs;
                broker.close();
                theirs.publish("there/state", "while it is away".getBytes(), 1, true);
                broker = Broker.start(new BrokerSettings("127.0.0.1", port, null, data));
                try (Watcher ours = new Watcher(port, "#")) {
                    here = ours;
                    if (protocol.equals("mqttv50")) {
                        // Mosquitto asks for no session then that outlives its connection.
                        awaitBridge();
                    }
                    ours.publish("here/event", "to a session that waits");
                    ours.publish("here/state", new byte[0], 1, true);
                    ours.awaitSeen("there/state", "while it is away");
                    theirs.awaitSeen("here/event", "to a session that waits");
                    theirs.awaitSeen("here/state", "");
                }
            }
            try (Watcher late = new Watcher(mosquitto.port(), "+/state")) {
                late.awaitSeen("there/state", "while it is away");
                assertThat(late.seen()).hasSize(1);
            }
            assertThat(log.lines())
                    .as("once for each start of the broker")
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .endsWith("the topic \"$SYS/broker/connection/room." + protocol
                                    + "/state\" is the broker's own;"
                                    + " connected without a will, and nothing is published there"));
        } finally {
            broker.close();
        }
    }

    /** The example bridge.camel.yaml; neither broker is ours, and the second one dictates the client id. */
    @Test
    void ourBridgeBetweenTwoMosquittos() throws Exception {
        Path building = Files.createDirectory(folder.resolve("building"));
        try (Mosquitto room = Mosquitto.start(folder);
                Mosquitto far = Mosquitto.start(building, "log_type all");
                Watcher publisher = new Watcher(room.port(), "none");
                Watcher watcher = new Watcher(far.port(), "rooms/#");
                TestLab bridge = new TestLab("tcp://127.0.0.1:" + room.port(), folder)
                        .with("mqtt.client-id-suffix", "-room7")
                        .with("bridge.url", "tcp://127.0.0.1:" + far.port())
                        .with("bridge.client-id", "dictated")
                        .with("bridge.client-id-suffix", "false")
                        .start("classpath:examples/bridge.camel.yaml")) {
            bridge.awaitConnected("bridge-lab", "bridge-out");
            publisher.publish("csc2106/devA/status", "online".getBytes(), 1, true);
            publisher.publish("csc2106/devB/status", "online".getBytes(), 1, true);
            publisher.publish("csc2106/led/cmd", "TOGGLE".getBytes(), 1, true);
            publisher.publish("csc2106/led/ack", "ON");
            publisher.publish("csc2106/devB/status", new byte[0], 1, true);
            watcher.awaitSeen("rooms/csc2106/devB/status", "");
            try (Watcher late = new Watcher(far.port(), "rooms/#")) {
                late.awaitSeen("rooms/csc2106/devA/status", "online");
                assertThat(late.seen()).hasSize(1);
            }
            assertThat(watcher.events("rooms/csc2106/led/cmd")).containsExactly("TOGGLE");
            assertThat(watcher.events("rooms/csc2106/led/ack")).containsExactly("ON");
            assertThat(bridge.device("bridge-out").name()).isEqualTo("dictated");
            assertThat(bridge.device("bridge-lab").name()).isEqualTo("BridgeLab-room7");
        }
    }

    /** Until what is published there comes here: the bridge connects by itself. */
    private void awaitBridge() {
        await("the bridge").atMost(LIMIT).until(() -> {
            there.publish("probe", "1");
            return !here.events("probe").isEmpty();
        });
        await("the bridge, back").atMost(LIMIT).until(() -> {
            here.publish("probe", "2");
            return there.events("probe").contains("2");
        });
    }

    private void bothSaw(String topic, Watcher from) throws Exception {
        from.publish(topic, "1");
        here.awaitSeen(topic, "1");
        there.awaitSeen(topic, "1");
    }

    private static void areRetained(int port) throws Exception {
        try (Watcher late = new Watcher(port, "+/state")) {
            assertThat(late.awaitSeen("there/state", "on").retained()).isTrue();
            assertThat(late.awaitSeen("here/state", "on").retained()).isTrue();
        }
    }
}
