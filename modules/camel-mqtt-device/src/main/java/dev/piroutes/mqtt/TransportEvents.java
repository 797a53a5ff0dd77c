package dev.piroutes.mqtt;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a connection's transport says, on its threads: each part that it concerns is told. */
final class TransportEvents implements Transport.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(TransportEvents.class);

    private final Connection connection;
    private final Executor control;
    private final Consumer<OutboxMessage> acknowledged;

    /** @param acknowledged is told each message that the broker has acknowledged, in order */
    TransportEvents(Connection connection, Executor control, Consumer<OutboxMessage> acknowledged) {
        this.connection = connection;
        this.control = control;
        this.acknowledged = acknowledged;
    }

    @Override
    public void received(ReceivedMessage message) {
        if (!connection.inbox().received(message)) {
            connection
                    .discards()
                    .add("a message of QoS 0 to " + PublishRules.show(message.topic())
                            + ": it comes faster than its routes handle it; QoS 1 waits");
        }
    }

    @Override
    public void discarded(ReceivedMessage message, String why) {
        connection.inbox().discard(message);
        connection.discards().add(why);
    }

    @Override
    public void acknowledged(Object context) {
        if (context instanceof OutboxMessage message) {
            connection.outbox().acknowledged(message);
            acknowledged.accept(message);
        } else if (context instanceof Announcements.Sent sent) {
            handOver(() -> connection.announcements().acknowledged(sent));
        }
    }

    @Override
    public void refused(Object context, String why, boolean forGood) {
        if (context instanceof OutboxMessage message) {
            handOver(() -> {
                if (connection.outbox().refused(message, why, forGood)) {
                    LOG.warn("{}: {} Other topics go on", clientId(), connection.heldMessage(message.topic()));
                }
            });
        } else if (context instanceof Announcements.Sent sent) {
            LOG.error("{}: not announced: the broker refuses a message to {} ({})", clientId(), sent.topic(), why);
            handOver(() -> connection.announcements().acknowledged(sent));
        }
    }

    @Override
    public void lost(Throwable cause) {
        handOver(() -> connection.connector().lost(cause));
    }

    private void handOver(Runnable step) {
        try {
            control.execute(step);
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: the device is leaving", clientId());
        }
    }

    private String clientId() {
        return connection.options().clientId();
    }
}
