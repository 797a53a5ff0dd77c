package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Cut;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped LED: a relay that does not switch twice. */
class OnceIT {

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;
    private TestLab lab;
    private Watcher watcher;

    private void start(boolean mqtt5) throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
        lab = new TestLab(proxy.url(), folder).mqtt5(mqtt5).start("led");
        lab.awaitConnected("led");
        watcher = new Watcher(broker.port(), "csc2106/#");
    }

    @AfterEach
    void stop() throws Exception {
        watcher.close();
        lab.close();
        proxy.close();
        broker.close();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aCommandWhoseAcknowledgementWasLostTogglesTheLedOnce(boolean mqtt5) throws Exception {
        start(mqtt5);
        proxy.cutOnce(Cut.BEFORE, packet -> packet.is(Direction.TO_BROKER, Type.PUBACK));
        watcher.publish("csc2106/led/cmd", "TOGGLE");
        lab.awaitDisconnected("led");
        lab.awaitConnected("led");

        // The sentinel: the redelivery came before it.
        watcher.publish("csc2106/led/cmd", "TOGGLE");
        watcher.awaitSeen("csc2106/led/ack", "OFF");
        assertThat(watcher.events("csc2106/led/ack")).containsExactly("ON", "OFF");
        assertThat(lab.board().history(20))
                .extracting(change -> change.level())
                .endsWith(Level.HIGH, Level.LOW)
                .filteredOn(level -> level == Level.HIGH)
                .hasSize(1);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aRetainedCommandIsRefusedAtStartAndAtEveryReconnect(boolean mqtt5) throws Exception {
        start(mqtt5);
        lab.close();
        watcher.publish("csc2106/led/cmd", "TOGGLE".getBytes(), 1, true);
        lab = new TestLab(proxy.url(), folder).mqtt5(mqtt5).start("led");
        lab.awaitConnected("led");
        // The live copy was queued for the persistent session and is handled: it carries no flag. The retained ones are
        // not.
        watcher.awaitSeen("csc2106/led/ack", "ON");
        for (int i = 0; i < 3; i++) {
            proxy.cut();
            lab.awaitDisconnected("led");
            lab.awaitConnected("led");
        }
        watcher.publish("csc2106/led/cmd", "TOGGLE");
        watcher.awaitSeen("csc2106/led/ack", "OFF");
        assertThat(watcher.events("csc2106/led/ack")).containsExactly("ON", "OFF");
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aRetainedCommandThatWaitedForANewDeviceIsRefused(boolean mqtt5) throws Exception {
        start(mqtt5);
        watcher.publish("other/led/cmd", "TOGGLE".getBytes(), 1, true);
        try (Watcher other = new Watcher(broker.port(), "other/#");
                TestLab fresh = new TestLab(proxy.url(), folder)
                        .mqtt5(mqtt5)
                        .with("lab.root", "other")
                        .with("mqtt.client-id-suffix", "-other")
                        .start("led")) {
            fresh.awaitConnected("led");
            other.publish("other/led/cmd", "TOGGLE");
            other.awaitSeen("other/led/ack", "ON");
            assertThat(other.events("other/led/ack")).containsExactly("ON");
        }
    }
}
