package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/** Publishes for routes, and says when that is safe. */
final class Publisher {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Takes nothing. */
    static final Publisher NOT_STARTED = new Publisher(new PublishTarget() {
        @Override
        public OutboxMessage publish(Publication message) throws OutboxException {
            throw new OutboxException("the device is not started");
        }

        @Override
        public void storeIfUnacknowledged(OutboxMessage message) {
            throw new IllegalStateException("the device is not started");
        }
    });

    private final PublishTarget target;
    private final Duration patience;

    Publisher(PublishTarget target) {
        this(target, PATIENCE);
    }

    /** @param patience how long a publish waits for its acknowledgement before the message goes to disk as well */
    Publisher(PublishTarget target, Duration patience) {
        this.target = target;
        this.patience = patience;
    }

    /**
     * Publishes a message of an exchange, and calls back when the exchange may go on: at once if a message of a device
     * started it, for then that one's acknowledgement waits; else when the broker has the message or it is on disk.
     *
     * @return whether it has called back already
     */
    boolean publish(Publication message, Exchange exchange, AsyncCallback callback) {
        OutboxMessage published;
        try {
            published = target.publish(message);
        } catch (OutboxException e) {
            exchange.setException(new NotPublished(e));
            callback.done(true);
            return true;
        }
        if (published == null
                || exchange.getProperty(Delivery.PROPERTY) instanceof Delivery delivery
                        && delivery.attach(published.safe())) {
            callback.done(true);
            return true;
        }
        whenSafe(published, failure -> {
            if (failure != null) {
                exchange.setException(new NotPublished(failure));
            }
            callback.done(false);
        });
        return false;
    }

    /** Publishes a message, and waits until it is safe. */
    void publishAndWait(Publication message) throws NotPublished {
        CompletableFuture<@Nullable Throwable> safe = new CompletableFuture<>();
        try {
            OutboxMessage published = target.publish(message);
            if (published == null) {
                return;
            }
            whenSafe(published, safe::complete);
        } catch (OutboxException e) {
            throw new NotPublished(e);
        }
        Throwable failure = safe.join();
        if (failure != null) {
            throw new NotPublished(failure);
        }
    }

    /** Runs it on a thread of its own when the message is safe, with null, or can be neither sent nor kept, with the reason. */
    private void whenSafe(OutboxMessage published, Consumer<@Nullable Throwable> then) {
        published
                .safe()
                .copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (ok, late) -> {
                            if (late instanceof TimeoutException) {
                                target.storeIfUnacknowledged(published);
                            }
                            published.safe().whenComplete((safe, failure) -> then.accept(failure));
                        },
                        DeviceThreads.CONTINUATIONS);
    }
}
