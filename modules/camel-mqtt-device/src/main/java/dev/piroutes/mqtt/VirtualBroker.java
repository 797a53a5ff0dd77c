package dev.piroutes.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A broker that exists in memory only, for tests. While one is in Camel's registry, devices need no connection: what
 * they publish is here to be looked at and reaches the other devices; what is sent here reaches the routes that subscribe
 * it, one message after another for each device. Statuses, sessions and the outbox have no part in it.
 */
public final class VirtualBroker {

    /**
     * A message as a device published it.
     *
     * @param client the client id of the device
     * @param topic where it was published
     * @param payload as text in UTF-8
     * @param qos 0, 1 or 2
     * @param retained whether the broker is to keep it
     */
    public record Published(String client, String topic, String payload, int qos, boolean retained) {
        @Override
        public String toString() {
            return topic + " " + payload + " (" + client + ", QoS " + qos + (retained ? ", retained)" : ")");
        }
    }

    private static final PublishRules RULES = new PublishRules(BrokerLimits.UNKNOWN);

    private final List<Link> links = new ArrayList<>();
    private final List<Published> published = new ArrayList<>();
    private int refusals;
    private String refusal = "";

    /** What devices have published so far, in order. */
    public synchronized List<Published> published() {
        return List.copyOf(published);
    }

    /** Makes the next publishes of devices fail, as a full outbox does. @param reason what the error says */
    public synchronized void refuse(int publishes, String reason) {
        refusals = publishes;
        refusal = reason;
    }

    /**
     * Sends a message to all devices, as another client would.
     *
     * @param retained whether it comes as one that the broker had kept from before
     */
    public void send(String topic, byte[] payload, int qos, boolean retained) {
        send(new Publication(topic, payload, qos, retained));
    }

    private void send(Publication message) {
        deliver(new ReceivedMessage(
                message.topic(), message.payload(), message.qos(), message.retained(), false, 0, message.properties()));
    }

    /** Joins a device. */
    synchronized void attach(DeviceRoutes routes, Executor executor) {
        links.add(new Link(routes, executor));
    }

    /** Where a device publishes. */
    PublishTarget target(String client) {
        return new PublishTarget() {
            @Override
            public @Nullable OutboxMessage publish(Publication message) throws OutboxException {
                take(client, message);
                return null;
            }

            @Override
            public void storeIfUnacknowledged(OutboxMessage message) {
                // there is none
            }
        };
    }

    private void take(String client, Publication message) throws OutboxException {
        String problem = RULES.problem(message);
        if (problem != null) {
            throw new OutboxException(problem);
        }
        synchronized (this) {
            if (refusals > 0) {
                refusals--;
                throw new OutboxException(refusal);
            }
            add(client, message);
        }
        send(new Publication(message.topic(), message.payload(), message.qos(), false, message.properties()));
    }

    /** What describes a device is published, but never refused: it has no route that could hear of it. */
    synchronized void announce(String client, Publication message) {
        add(client, message);
    }

    private void add(String client, Publication message) {
        String payload = new String(message.payload(), StandardCharsets.UTF_8);
        published.add(new Published(client, message.topic(), payload, message.qos(), message.retained()));
    }

    private synchronized void deliver(ReceivedMessage message) {
        links.stream().filter(link -> link.routes.take(message.topic())).forEach(link -> link.take(message));
    }

    /** One device's end: hands out a message when the one before has been handled. */
    private static final class Link {
        private final DeviceRoutes routes;
        private final Executor executor;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        Link(DeviceRoutes routes, Executor executor) {
            this.routes = routes;
            this.executor = executor;
        }

        void take(ReceivedMessage message) {
            Delivery delivery = new Delivery(message, 0);
            last.thenRunAsync(() -> delivery.handOut(() -> routes.route(delivery)), executor);
            last = delivery.handled();
        }
    }
}
