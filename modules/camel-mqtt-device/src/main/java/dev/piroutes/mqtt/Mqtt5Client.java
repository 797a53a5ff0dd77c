package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client for whoever looks at what others publish, or publishes by hand. It is no device: it has no will, no session and no
 * outbox, and what is published while it is not connected it does not see. It speaks MQTT 5 for one thing that 3.1.1 has not:
 * messages keep the retained flag with which they were published.
 */
public final class Mqtt5Client implements AutoCloseable {
    private static final int IN_FLIGHT = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Mqtt5Client.class);

    private final String name;
    private final List<String> uris;
    private final DeviceTls tls;
    private final MqttTransport transport;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Listener listener = (topic, payload, qos, retained) -> {};
    private volatile String lost = "";
    /** Until the connection ends. */
    private volatile CountDownLatch connected = new CountDownLatch(0);

    private volatile @Nullable String problem = "not connected yet";

    /** Takes messages, on the client's thread. */
    @FunctionalInterface
    public interface Listener {
        /** @param retained the flag as it was published */
        void arrived(String topic, byte[] payload, int qos, boolean retained);
    }

    /**
     * Does not connect yet. The broker is that of the property {@code mqtt.url}.
     *
     * @param name whose credentials it has, and what its client id begins with; eight random characters follow, so that any
     *     number of programs may look at one broker
     * @throws IllegalArgumentException if its credentials, or a file that TLS needs, cannot be read
     */
    public Mqtt5Client(CamelContext context, String name) {
        this.name = name;
        uris = DeviceOptions.serverUris(Objects.requireNonNull(Property.of(context, "mqtt.url"), "mqtt.url"));
        Credentials credentials = Credentials.of(context, name);
        DeviceOptions options = new DeviceOptions(
                name + "-" + UUID.randomUUID().toString().substring(0, 8),
                uris,
                credentials,
                true,
                Duration.ofSeconds(30),
                null,
                null,
                "",
                "",
                Path.of("unused"),
                OutboxLimits.DEFAULT,
                new Mqtt5Options(null, false, true));
        tls = new DeviceTls(uris, credentials);
        tls.factory(); // fails now if it cannot be had
        transport = new MqttTransport(options, new Taker());
    }

    /** Connects in the background, again and again, and subscribes each time; to be called once. */
    public void subscribe(String filter, Listener taking) {
        listener = taking;
        Thread thread = new Thread(() -> keepSubscribed(filter), name + "-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void keepSubscribed(String filter) {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> ThreadLocalRandom.current()
                .nextDouble());
        try {
            do {
                try {
                    connect();
                    int granted = transport.subscribe(Map.of(filter, 1)).getOrDefault(filter, 0);
                    problem = granted < ReasonCode.FAILURE
                            ? null
                            : "the broker at " + String.join(", ", uris) + " refuses the subscription to " + filter
                                    + " (" + ReasonCode.inWords(granted, null) + ")";
                    backoff.reset();
                    connected.await();
                    problem = "connection lost" + lost;
                } catch (TransportException e) {
                    problem = noBroker(e);
                } catch (IllegalStateException e) {
                    problem = Reason.of(e);
                    LOG.debug("{}: {}", name, problem);
                }
                transport.abort();
            } while (!closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            transport.abort();
        }
    }

    /** Connects, once. @throws IllegalStateException why that is not possible, in words */
    public void connect() {
        lost = "";
        connected = new CountDownLatch(1);
        try {
            // Certificates that were renewed meanwhile.
            transport.connect(tls.factory(), IN_FLIGHT);
        } catch (TransportException | IllegalArgumentException e) {
            throw new IllegalStateException(noBroker(e), e);
        }
    }

    private String noBroker(Exception e) {
        return "no broker that speaks MQTT 5 at " + String.join(", ", uris) + ConnectOutcome.because(e);
    }

    /** Publishes, and waits until the broker has it. @throws IllegalStateException why it has it not, in words */
    public void publish(String topic, byte[] payload, int qos, boolean retained) {
        try {
            transport
                    .publish(new Publication(topic, payload, qos, retained), null)
                    .await(Transport.ANSWER);
        } catch (TransportException e) {
            throw new IllegalStateException(Reason.of(e), e);
        }
    }

    /** Why it is not connected, in words; null if it is. */
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public void close() {
        closing.countDown();
        connected.countDown();
        try {
            transport.disconnect();
        } catch (TransportException e) {
            LOG.debug("{}: no clean disconnect: {}", name, e.getMessage());
        }
        transport.close();
    }

    private final class Taker implements Transport.Listener {

        /** An exception would end the connection, and the message that caused it may come again. */
        @Override
        public void received(ReceivedMessage message) {
            try {
                listener.arrived(message.topic(), message.payload(), message.qos(), message.retained());
            } catch (RuntimeException e) {
                LOG.warn("{}: {} could not be handled: {}", name, PublishRules.show(message.topic()), Reason.of(e));
            }
            acknowledge(message);
        }

        @Override
        public void discarded(ReceivedMessage message, String why) {
            LOG.debug("{}: discarded: {}", name, why);
            acknowledge(message);
        }

        private void acknowledge(ReceivedMessage message) {
            try {
                transport.acknowledge(message);
            } catch (TransportException e) {
                LOG.debug("{}: acknowledgement not sent: {}", name, e.getMessage());
            }
        }

        @Override
        public void lost(Throwable cause) {
            lost = ConnectOutcome.because(cause);
            connected.countDown();
        }

        @Override
        public void acknowledged(Object context) {}

        @Override
        public void refused(Object context, String why, boolean forGood) {}
    }
}
