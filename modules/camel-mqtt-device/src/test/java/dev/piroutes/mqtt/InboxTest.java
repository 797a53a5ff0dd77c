package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboxTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<String> handled = new ArrayList<>();
    private final List<Integer> acknowledged = new ArrayList<>();
    private final List<OutboxMessage> publishes = new ArrayList<>();
    private boolean publishing;
    private boolean failing;
    private boolean asynchronous;
    private final Queue<Delivery> underWay = new ArrayDeque<>();

    private final Inbox inbox = new Inbox(
            tasks::add,
            delivery -> {
                handled.add(new String(delivery.message().payload()));
                if (asynchronous) {
                    delivery.routeBegun();
                    underWay.add(delivery);
                }
                if (failing) {
                    throw new IllegalStateException("a route's fault");
                }
                if (publishing) {
                    OutboxMessage ack =
                            new OutboxMessage(publishes.size(), new Publication("ack", new byte[0], 1, false), 0);
                    publishes.add(ack);
                    delivery.attach(ack.safe());
                }
            },
            delivery -> acknowledged.add(delivery.message().packetId()),
            2000);

    @BeforeEach
    void open() {
        inbox.open();
    }

    @Test
    void handlesInOrderAndAcknowledgesAfterwards() {
        inbox.received(message(7, "a", false));
        inbox.received(message(8, "b", false));
        assertThat(handled).isEmpty();
        run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(acknowledged).containsExactly(7, 8);
    }

    /** The connection may come back while the program stops. */
    @Test
    void noConnectionEndsThePauseBeforeAStop() {
        inbox.pause();
        inbox.disconnected();
        inbox.open();
        inbox.received(message(7, "a", false));
        run();
        assertThat(handled).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    @Test
    void whatIsDiscardedIsAcknowledgedInItsTurn() {
        inbox.received(message(1, "a", false));
        inbox.discard(message(2, "why", false));
        inbox.received(message(3, "c", false));
        assertThat(acknowledged).isEmpty();
        run();
        assertThat(handled).containsExactly("a", "c");
        assertThat(acknowledged).containsExactly(1, 2, 3);
    }

    @Test
    void aMessageThatCannotBeHandedToRoutesDoesNotStopTheNext() {
        failing = true;
        inbox.received(message(1, "a", false));
        run();
        failing = false;
        inbox.received(message(2, "b", false));
        run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(acknowledged).containsExactly(1, 2);
        assertThat(inbox.failedCount()).isOne();
        assertThat(inbox.handledCount()).isOne();
    }

    @Test
    void acknowledgesInOrderOnlyWhenThePublishesOfTheRouteAreSafe() {
        publishing = true;
        inbox.received(message(1, "a", false));
        inbox.received(message(2, "b", false));
        run();
        assertThat(acknowledged).isEmpty();

        publishes.get(1).safe().complete(null);
        assertThat(acknowledged).isEmpty();

        publishes.get(0).safe().complete(null);
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void theNextMessageHasItsTurnWhenARouteThatGoesOnElsewhereHasEnded() {
        asynchronous = true;
        inbox.received(message(1, "a", false));
        inbox.received(message(2, "b", false));
        run();
        assertThat(handled).containsExactly("a");
        assertThat(acknowledged).isEmpty();

        underWay.remove().routeDone();
        run();
        assertThat(handled).containsExactly("a", "b");
        assertThat(acknowledged).containsExactly(1);

        underWay.remove().routeDone();
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void anExchangeThatOutlivesItsRouteHoldsUpTheAcknowledgementAndNotTheNextMessage() {
        List<Delivery> open = new ArrayList<>();
        Inbox handsOver = new Inbox(
                tasks::add,
                delivery -> {
                    delivery.hold();
                    open.add(delivery);
                },
                delivery -> acknowledged.add(delivery.message().packetId()),
                2000);
        handsOver.open();
        handsOver.received(message(1, "a", false));
        handsOver.received(message(2, "b", false));
        run();
        assertThat(open).hasSize(2);

        open.get(1).release();
        assertThat(acknowledged).isEmpty();
        open.get(0).release();
        assertThat(acknowledged).containsExactly(1, 2);
    }

    @Test
    void aRedeliveryIsAcknowledgedNoSoonerThanWhatTheFirstOneBegan() {
        publishing = true;
        inbox.received(message(1, "TOGGLE", false));
        run();
        inbox.disconnected();
        inbox.open();
        inbox.received(message(1, "TOGGLE", true));
        run();
        assertThat(acknowledged).isEmpty();

        publishes.get(0).safe().complete(null);
        assertThat(handled).containsExactly("TOGGLE");
        assertThat(acknowledged).containsExactly(1);
    }

    @Test
    void whatIsPublishedAfterTheAcknowledgementDoesNotJoinIt() {
        Delivery delivery = new Delivery(message(1, "a", false), 0);
        delivery.handOut(() -> {});
        assertThat(delivery.done()).isDone();
        assertThat(delivery.attach(new OutboxMessage(0, new Publication("ack", new byte[0], 1, false), 0).safe()))
                .isFalse();
    }

    @Test
    void acknowledgesWithoutHandlingWhatWasHandledBeforeTheConnectionBroke() {
        publishing = true;
        inbox.received(message(1, "TOGGLE", false));
        run();
        inbox.disconnected();
        publishes.get(0).safe().complete(null);
        inbox.open();
        inbox.received(message(1, "TOGGLE", true));
        run();
        assertThat(handled).containsExactly("TOGGLE");
        assertThat(acknowledged).containsExactly(1);
        assertThat(inbox.redelivered()).isOne();
    }

    @Test
    void handlesARedeliveryThatWasNotHandled() {
        inbox.received(message(1, "TOGGLE", false));
        inbox.disconnected();
        inbox.open();
        inbox.received(message(1, "TOGGLE", true));
        run();
        assertThat(handled).containsExactly("TOGGLE");
        assertThat(acknowledged).containsExactly(1);
    }

    @Test
    void handlesANewMessageThatReusesAnId() {
        inbox.received(message(1, "TOGGLE", false));
        inbox.received(message(1, "TOGGLE", false));
        run();
        assertThat(handled).hasSize(2);
    }

    @Test
    void handlesADuplicateOfAnotherPayloadUnderAnOldId() {
        inbox.received(message(1, "a", false));
        inbox.received(message(1, "b", true));
        run();
        assertThat(handled).containsExactly("a", "b");
    }

    @Test
    void leavesToTheBrokerWhatComesWhilePaused() {
        inbox.pause();
        inbox.received(message(1, "a", false));
        run();
        assertThat(handled).isEmpty();
        assertThat(acknowledged).isEmpty();
    }

    /** Nothing slows down who sends them: the heap would be full of them. */
    @Test
    void messagesOfQos0AreDroppedWhileTooManyWaitAndNoOthers() {
        int taken = 0;
        while (inbox.received(qos0("a" + taken))) {
            taken++;
        }
        assertThat(taken).isEqualTo(4);
        assertThat(inbox.received(message(1, "b", false))).isTrue();
        assertThat(inbox.received(qos0("c"))).isFalse();
        run();
        assertThat(handled).containsExactly("a0", "a1", "a2", "a3", "b");
        assertThat(inbox.receivedCount()).isEqualTo(7);

        assertThat(inbox.received(qos0("d"))).as("there is room again").isTrue();
        inbox.disconnected();
        inbox.open();
        for (int i = 0; i < taken; i++) {
            assertThat(inbox.received(qos0("e")))
                    .as("a new connection begins with nothing")
                    .isTrue();
        }
    }

    private static ReceivedMessage qos0(String payload) {
        return new ReceivedMessage("t", payload.getBytes(), 0, false, false, 0, MessageProperties.NONE);
    }

    private void run() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static ReceivedMessage message(int id, String payload, boolean duplicate) {
        return new ReceivedMessage("t", payload.getBytes(), 1, false, duplicate, id, MessageProperties.NONE);
    }
}
