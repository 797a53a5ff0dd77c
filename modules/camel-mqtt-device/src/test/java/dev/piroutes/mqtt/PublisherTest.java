package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {

    private static final Publication MESSAGE = new Publication("t", new byte[] {1}, 1, false);
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final OutboxMessage taken = new OutboxMessage(0, new Publication("t", new byte[] {1}, 1, false), 0);
    private final CompletableFuture<Thread> calledBack = new CompletableFuture<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Exchange exchange = new DefaultExchange(context);
    private boolean full;
    private boolean diskFull;

    private final PublishTarget target = new PublishTarget() {
        @Override
        public OutboxMessage publish(Publication message) throws OutboxException {
            if (full) {
                throw new OutboxException("outbox full");
            }
            return taken;
        }

        @Override
        public void storeIfUnacknowledged(OutboxMessage message) {
            if (diskFull) {
                message.safe().completeExceptionally(new OutboxException("the disk is full"));
            } else {
                message.safe().complete(null);
            }
        }
    };

    @BeforeEach
    void start() {
        context.build();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private boolean publish(Duration patience) {
        return new Publisher(target, patience)
                .publish(MESSAGE, exchange, doneSync -> calledBack.complete(Thread.currentThread()));
    }

    @Test
    void callsBackWhenTheBrokerHasItAndNotOnTheThreadThatTells() throws Exception {
        assertThat(publish(FOR_EVER)).isFalse();
        assertThat(calledBack).isNotDone();

        taken.safe().complete(null);
        assertThat(calledBack.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void isSafeOnDiskWhenTheBrokerDoesNotAnswer() throws Exception {
        assertThat(publish(Duration.ofMillis(1))).isFalse();
        calledBack.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void failsTheExchangeIfItCanBeNeitherSentNorKept() throws Exception {
        diskFull = true;
        assertThat(publish(Duration.ofMillis(1))).isFalse();
        calledBack.get(20, TimeUnit.SECONDS);
        assertThat(exchange.getException()).hasMessage("not published: the disk is full");
    }

    @Test
    void failsAtOnceIfItIsNotTaken() {
        full = true;
        assertThat(publish(FOR_EVER)).isTrue();
        assertThat(calledBack).isCompletedWithValue(Thread.currentThread());
        assertThat(exchange.getException()).hasMessage("not published: outbox full");
    }

    @Test
    void goesOnAtOnceAfterACommandWhoseAcknowledgementThenWaits() {
        Delivery command =
                new Delivery(new ReceivedMessage("c", new byte[0], 1, false, false, 1, MessageProperties.NONE), 0);
        exchange.setProperty(Delivery.PROPERTY, command);
        command.handOut(() -> {
            assertThat(publish(FOR_EVER)).isTrue();
            assertThat(calledBack).isCompletedWithValue(Thread.currentThread());
        });
        assertThat(command.done()).isNotDone();

        taken.safe().complete(null);
        assertThat(command.done()).isDone();
    }

    @Test
    void waitsForItselfAfterACommandThatIsAcknowledgedAlready() throws Exception {
        Delivery command =
                new Delivery(new ReceivedMessage("c", new byte[0], 1, false, false, 1, MessageProperties.NONE), 0);
        command.handOut(() -> {});
        exchange.setProperty(Delivery.PROPERTY, command);
        assertThat(publish(FOR_EVER)).isFalse();

        taken.safe().complete(null);
        calledBack.get(20, TimeUnit.SECONDS);
    }

    @Test
    void javaCodeMayWaitForIt() throws Exception {
        new Publisher(target, Duration.ofMillis(1)).publishAndWait(MESSAGE);
        assertThat(taken.safe()).isCompleted();
        assertThatThrownBy(() -> Publisher.NOT_STARTED.publishAndWait(MESSAGE))
                .hasMessage("not published: the device is not started");
    }
}
