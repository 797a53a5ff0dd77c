package dev.piroutes.mqtt;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One message from the broker, until it may be acknowledged: when every exchange that it started is complete, and every
 * publish that was made on the way is safe.
 */
final class Delivery {

    /** The exchange property under which a step finds the delivery that started its exchange. Copies of it have it too. */
    static final String PROPERTY = "CamelMqttDelivery";

    private final ReceivedMessage message;
    /** The connection it came over; an older one cannot be answered any more. */
    private final long connection;

    /** Routes under way, plus one while the message is being handed out. */
    private final AtomicInteger routes = new AtomicInteger(1);

    /** What the acknowledgement waits for: exchanges, publishes, and one for {@link #handled}. */
    private final AtomicInteger holds = new AtomicInteger(1);

    private final CompletableFuture<Void> handled = new CompletableFuture<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable MqttDevice device;
    private volatile boolean failed;

    Delivery(ReceivedMessage message, long connection) {
        this.message = message;
        this.connection = connection;
    }

    String topic() {
        return message.topic();
    }

    ReceivedMessage message() {
        return message;
    }

    long connection() {
        return connection;
    }

    /** The device that received it: set before it is handed out. */
    void receivedBy(MqttDevice receiver) {
        device = receiver;
    }

    MqttDevice device() {
        return Objects.requireNonNull(device);
    }

    /** Runs what hands the message to its routes, which may go on afterwards. */
    void handOut(Runnable handOut) {
        try {
            handOut.run();
        } finally {
            routeDone();
        }
    }

    /** No route completes it, or one ends with an error. It is acknowledged all the same: sent again, it would fail again. */
    void fail() {
        failed = true;
    }

    boolean hasFailed() {
        return failed;
    }

    void routeBegun() {
        routes.incrementAndGet();
    }

    void routeDone() {
        if (routes.decrementAndGet() == 0) {
            handled.complete(null);
            release();
        }
    }

    /**
     * Makes the acknowledgement wait until {@link #release}.
     *
     * @return false if it waits for nothing any more: {@link #done}
     */
    boolean hold() {
        return holds.getAndUpdate(n -> n == 0 ? 0 : n + 1) > 0;
    }

    void release() {
        if (holds.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    /** Makes the acknowledgement wait until this is complete, however it ends. @return false if {@link #done} already */
    boolean attach(CompletableFuture<Void> safe) {
        if (!hold()) {
            return false;
        }
        safe.whenComplete((ok, failed) -> release());
        return true;
    }

    /** Completes when the routes that take it have ended: the next message may be handed out. */
    CompletableFuture<Void> handled() {
        return handled;
    }

    /** Completes when the message may be acknowledged. */
    CompletableFuture<Void> done() {
        return done;
    }
}
