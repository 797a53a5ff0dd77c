package dev.piroutes.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.MqttMessage;

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
        MqttMessage original = new MqttMessage(payload);
        original.setQos(qos);
        original.setRetained(retained);
        deliver(new ReceivedMessage(topic, payload, qos, retained, false, 0, original));
    }

    /** Joins a device. @param routes hands a message to the device's routes */
    synchronized void attach(MqttDevice device, Executor executor, Consumer<Delivery> routes) {
        links.add(new Link(device, executor, routes));
    }

    void publish(String client, Publication message) throws NotPublished {
        synchronized (this) {
            if (refusals > 0) {
                refusals--;
                throw new NotPublished(new IllegalStateException(refusal));
            }
            add(client, message);
        }
        send(message.topic(), message.payload(), message.qos(), false);
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
        links.stream().filter(link -> link.device.subscribes(message.topic())).forEach(link -> link.take(message));
    }

    /** One device's end: hands out a message when the one before has been handled. */
    private static final class Link {
        private final MqttDevice device;
        private final Executor executor;
        private final Consumer<Delivery> routes;
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

        Link(MqttDevice device, Executor executor, Consumer<Delivery> routes) {
            this.device = device;
            this.executor = executor;
            this.routes = routes;
        }

        void take(ReceivedMessage message) {
            Delivery delivery = new Delivery(message, 0);
            last.thenRunAsync(() -> delivery.handOut(() -> routes.accept(delivery)), executor);
            last = delivery.handled();
        }
    }
}
