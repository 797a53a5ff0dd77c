package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> obeyed = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<OutboxMessage> publishes = new ArrayList<>();
    private boolean publishing;
    private boolean failing;

    private final Inbox inbox = new Inbox(
            tasks::add,
            delivery -> {
                obeyed.add(delivery.message().toString());
                if (failing) {
                    throw new IllegalStateException("a route's fault");
                }
                if (publishing) {
                    OutboxMessage ack = new OutboxMessage(publishes.size(), "ack", new byte[0], 1, false, 0);
                    publishes.add(ack);
                    delivery.attach(ack);
                }
            },
            delivery -> acknowledged.add(delivery.message().getId()));

    @BeforeEach
    void open() {
        inbox.open();
    }

    @Test
    void obeysInOrderAndAcknowledgesAfterwards() {
        inbox.received("t", message(7, "a", false));
        inbox.received("t", message(8, "b", false));
        assertThat(obeyed).isEmpty();
        run();
        assertThat(obeyed).containsExactly("a", "b");
        assertThat(acknowledged).containsExactly(7, 8);
    }

    @Test
    void whatIsDiscardedIsAcknowledgedInItsTurn() {
        inbox.received("t", message(1, "a", false));
        inbox.discard(message(2, "why", false));
        inbox.received("t", message(3, "c", false));
        assertThat(acknowledged).isEmpty();
        run();
        assertThat(obeyed).containsExactly("a", "c");
        assertThat(acknowledged).containsExactly(1, 2, 3);
    }

    @Test
    void aMessageThatCannotBeHandedToRoutesDoesNotStopTheNext() {
        failing = true;
        inbox.received("t", message(1, "a", false));
        run();
        failing = false;
        inbox.received("t", message(2, "b", false));
        run();
        assertThat(obeyed).containsExactly("a", "b");
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void acknowledgesInOrderOnlyWhenThePublishesOfTheRouteAreSafe() {
        publishing = true;
        inbox.received("t", message(1, "a", false));
        inbox.received("t", message(2, "b", false));
        run();
        assertThat(acknowledged).isEmpty();

        publishes.get(1).safe().complete(null);
        assertThat(acknowledged).isEmpty();

        publishes.get(0).safe().complete(null);
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void acknowledgesWithoutObeyingWhatWasObeyedBeforeTheConnectionBroke() {
        publishing = true;
        inbox.received("t", message(1, "TOGGLE", false));
        run();
        inbox.disconnected();
        publishes.get(0).safe().complete(null);
        inbox.open();
        inbox.received("t", message(1, "TOGGLE", true));
        run();
        assertThat(obeyed).containsExactly("TOGGLE");
        assertThat(acknowledged).containsExactly(1);
        assertThat(inbox.redelivered()).isOne();
    }

    @Test
    void obeysARedeliveryThatWasNotObeyed() {
        inbox.received("t", message(1, "TOGGLE", false));
        inbox.disconnected();
        inbox.open();
        inbox.received("t", message(1, "TOGGLE", true));
        run();
        assertThat(obeyed).containsExactly("TOGGLE");
        assertThat(acknowledged).containsExactly(1);
    }

    @Test
    void obeysANewMessageThatReusesAnId() {
        inbox.received("t", message(1, "TOGGLE", false));
        inbox.received("t", message(1, "TOGGLE", false));
        run();
        assertThat(obeyed).hasSize(2);
    }

    @Test
    void obeysADuplicateOfAnotherPayloadUnderAnOldId() {
        inbox.received("t", message(1, "a", false));
        inbox.received("t", message(1, "b", true));
        run();
        assertThat(obeyed).containsExactly("a", "b");
    }

    @Test
    void leavesToTheBrokerWhatComesWhilePaused() {
        inbox.pause();
        inbox.received("t", message(1, "a", false));
        run();
        assertThat(obeyed).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static MqttMessage message(int id, String payload, boolean duplicate) {
        // setDuplicate is protected: only Paho's own packets carry the flag.
        MqttMessage message = new MqttMessage(payload.getBytes()) {
            @Override
            public boolean isDuplicate() {
                return duplicate;
            }
        };
        message.setId(id);
        message.setQos(1);
        return message;
    }
}
