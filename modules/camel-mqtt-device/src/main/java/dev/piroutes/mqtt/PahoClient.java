package dev.piroutes.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.ScheduledExecutorPingSender;
import org.eclipse.paho.client.mqttv3.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/**
 * Paho's client, with what it does not show, and for topics of any characters. Its callback gets them as {@link PahoTopic}
 * has them, and what was left out.
 */
final class PahoClient extends MqttAsyncClient {

    /** By then a thread that can end has ended: it has its socket closed. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private final IntConsumer published;
    private final ClientThreads threads;

    /** @param published is told the packet id of each PUBLISH of QoS 1 and 2 before it is written */
    PahoClient(String uri, String clientId, KeptMessages kept, IntConsumer published) throws MqttException {
        this(uri, clientId, kept, published, new ClientThreads());
    }

    private PahoClient(String uri, String clientId, KeptMessages kept, IntConsumer published, ClientThreads threads)
            throws MqttException {
        super(uri, clientId, kept, new ScheduledExecutorPingSender(threads), threads);
        this.published = published;
        this.threads = threads;
    }

    /** Waits, though not for ever, until nothing of the last connection can end the next. */
    void awaitEndOfLast() throws MqttException {
        try {
            threads.awaitEnd(LAST);
        } catch (InterruptedException e) {
            // The device is stopping: nobody else interrupts this thread.
            Thread.currentThread().interrupt();
            throw new MqttException(e);
        }
    }

    /** Neither connected nor about to be. */
    boolean isDisconnected() {
        return comms.isDisconnected();
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectOptions options) throws MqttException {
        return Arrays.stream(super.createNetworkModules(address, options))
                .map(module -> new Packets(module, published))
                .toArray(NetworkModule[]::new);
    }

    // All others of these names end here.

    @Override
    public IMqttDeliveryToken publish(
            String topic, MqttMessage message, @Nullable Object context, @Nullable IMqttActionListener callback)
            throws MqttException {
        return super.publish(PahoTopic.of(topic), message, context, callback);
    }

    @Override
    public IMqttToken subscribe(
            String[] filters, int[] qos, @Nullable Object context, @Nullable IMqttActionListener callback)
            throws MqttException {
        return super.subscribe(escaped(filters), qos, context, callback);
    }

    @Override
    public IMqttToken unsubscribe(String[] filters, @Nullable Object context, @Nullable IMqttActionListener callback)
            throws MqttException {
        return super.unsubscribe(escaped(filters), context, callback);
    }

    private static String[] escaped(String[] filters) {
        return Arrays.stream(filters).map(PahoTopic::of).toArray(String[]::new);
    }

    /** Whatever carries the packets: TCP, TLS, WebSocket. */
    private record Packets(NetworkModule module, IntConsumer published) implements NetworkModule {
        @Override
        public InputStream getInputStream() throws IOException {
            return new IncomingPackets(
                    module.getInputStream(),
                    false,
                    IncomingPackets.largest(Runtime.getRuntime().maxMemory()));
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new OutgoingPackets(module.getOutputStream(), false, published);
        }

        @Override
        public void start() throws IOException, MqttException {
            module.start();
        }

        @Override
        public void stop() throws IOException {
            module.stop();
        }

        @Override
        public String getServerURI() {
            return module.getServerURI();
        }
    }
}
