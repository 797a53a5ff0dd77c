package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A press that its sender repeats after a cut, because it saw no acknowledgement, is routed once. */
@Timeout(60)
class RepeatedPublishIT {
    private static final String TOPIC = "csc2106/led/cmd";

    @TempDir
    Path data;

    private Broker broker;
    private WireClient monitor;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
        monitor = WireClient.clean(broker.port(), "monitor");
        monitor.subscribe(TOPIC, 0);
    }

    @AfterEach
    void stop() {
        monitor.close();
        broker.close();
    }

    @Test
    void isRoutedOnceWhenTheAcknowledgementWasLost() {
        for (int cut = 1; cut <= 20; cut++) {
            // Given: sent, and the connection cut before the PUBACK is read.
            WireClient button = button();
            button.publish(false, 1, false, TOPIC, 2 * cut, "press " + cut);
            button.publish(false, 1, false, TOPIC, 2 * cut + 1, "another " + cut);
            button.close();

            // When
            button = button();
            press(button, true, 2 * cut, "press " + cut);
            press(button, true, 2 * cut + 1, "another " + cut);
            press(button, false, 2 * cut + 2, "new " + cut);

            // Then
            assertThat(monitor.receive(3))
                    .extracting(WireClient.Publish::payload)
                    .containsExactly("press " + cut, "another " + cut, "new " + cut);
            button.disconnect();
        }
    }

    /** A client may lose the next connection, too, before it knows that it has one, or in the middle of repeating. */
    @Test
    void isRoutedOnceOverConnectionsThatEndEarly() {
        WireClient button = button();
        button.publish(false, 1, false, TOPIC, 1, "press");
        button.publish(false, 1, false, TOPIC, 2, "another");
        button.close();
        button().cut();
        button = button();
        press(button, true, 1, "press");
        button.cut();
        button().cut();

        button = button();
        press(button, true, 1, "press");
        press(button, true, 2, "another");
        press(button, false, 3, "new");

        assertThat(monitor.receive(3))
                .extracting(WireClient.Publish::payload)
                .containsExactly("press", "another", "new");
        button.close();
    }

    @Test
    void isRoutedWhenTheBrokerNeverHadIt() {
        WireClient button = button();
        press(button, false, 1, "TOGGLE");
        button.cut();

        button = button();
        press(button, true, 2, "TOGGLE");

        assertThat(monitor.receive(2)).extracting(WireClient.Publish::payload).containsExactly("TOGGLE", "TOGGLE");
        button.close();
    }

    @Test
    void isRoutedWhenItDiffers() {
        WireClient button = button();
        press(button, false, 1, "TOGGLE");
        button.cut();

        button = button();
        press(button, true, 1, "HELLO");

        assertThat(monitor.receive(2)).extracting(WireClient.Publish::payload).containsExactly("TOGGLE", "HELLO");
        button.close();
    }

    @Test
    void isRoutedWhenTheClientUsesOneIdForEverything() {
        WireClient button = button();
        press(button, false, 1, "TOGGLE");
        press(button, false, 1, "TOGGLE");
        button.cut();

        button = button();
        press(button, true, 1, "TOGGLE");

        assertThat(monitor.receive(3)).hasSize(3);
        button.close();
    }

    private WireClient button() {
        return WireClient.persistent(broker.port(), "PicoA");
    }

    private static void press(WireClient button, boolean dup, int id, String payload) {
        button.publish(dup, 1, false, TOPIC, id, payload);
        button.awaitPuback(id);
    }
}
