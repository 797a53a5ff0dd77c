package dev.piroutes.mqtt;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * One message from the broker, until it may be acknowledged: when every route that took it has completed, and every
 * publish that was made on the way is safe.
 */
final class Delivery {

    /** The exchange property under which a route finds the delivery that it was started by. */
    static final String PROPERTY = "CamelMqttDelivery";

    private static final ThreadLocal<@Nullable Delivery> CURRENT = new ThreadLocal<>();

    private final String topic;
    private final MqttMessage message;
    /** The connection it came over; an older one cannot be answered any more. */
    private final long connection;

    /** Routes under way, plus one while the message is being handed out. */
    private final AtomicInteger routes = new AtomicInteger(1);

    private final CompletableFuture<Void> obeyed = new CompletableFuture<>();
    private final AtomicInteger unsafe = new AtomicInteger(1);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable MqttDevice device;

    Delivery(String topic, MqttMessage message, long connection) {
        this.topic = topic;
        this.message = message;
        this.connection = connection;
    }

    /** The message that this thread is handing to routes, or null. */
    static @Nullable Delivery current() {
        return CURRENT.get();
    }

    String topic() {
        return topic;
    }

    MqttMessage message() {
        return message;
    }

    long connection() {
        return connection;
    }

    /** The device that received it: set before it is handed out. */
    void receivedBy(MqttDevice receiver) {
        device = receiver;
    }

    /** Publishes that the message was given up; its acknowledgement waits until that is safe. */
    void reject(String rejectedTopic, MqttMessage rejection) throws MqttException {
        Objects.requireNonNull(device).reject(rejectedTopic, rejection);
    }

    /** Runs the hand-out with this as the thread's current delivery. */
    void handOut(Runnable handOut) {
        CURRENT.set(this);
        try {
            handOut.run();
        } finally {
            CURRENT.remove();
            routeDone();
        }
    }

    void routeBegun() {
        routes.incrementAndGet();
    }

    void routeDone() {
        if (routes.decrementAndGet() == 0) {
            obeyed.complete(null);
            safe();
        }
    }

    /** Makes the acknowledgement wait until this publish is safe. */
    void attach(OutboxMessage publish) {
        unsafe.incrementAndGet();
        publish.safe().whenComplete((ok, failed) -> safe());
    }

    private void safe() {
        if (unsafe.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    /** Completes when the routes have: the next message may be handed out. */
    CompletableFuture<Void> obeyed() {
        return obeyed;
    }

    /** Completes when the message may be acknowledged. */
    CompletableFuture<Void> done() {
        return done;
    }
}
