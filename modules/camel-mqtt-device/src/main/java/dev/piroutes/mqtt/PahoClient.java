package dev.piroutes.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** How often to look whether Paho still waits for something. */
    private static final Duration PAHO_FORGETS = Duration.ofMillis(100);

    private final IntConsumer published;

    PahoClient(String uri, String clientId, PahoMessages messages) throws MqttException {
        super(uri, clientId, messages.kept(), new ScheduledExecutorPingSender(PahoThreads.SHARED), PahoThreads.SHARED);
        this.published = messages::written;
    }

    /**
     * Waits until the connection is made. Paho forgets to say so if it ends in the moment in which the broker takes it: that
     * counts as made, and what is done with it fails. (Paho's own wait for a limited time is good for one time only: after it
     * has ended it does not wait again.)
     */
    void connectAndWait(MqttConnectOptions options) throws MqttException {
        CountDownLatch answered = new CountDownLatch(1);
        IMqttToken connecting = connect(options, null, new IMqttActionListener() {
            @Override
            public void onSuccess(IMqttToken token) {
                answered.countDown();
            }

            @Override
            public void onFailure(IMqttToken token, Throwable problem) {
                answered.countDown();
            }
        });
        long limit = System.nanoTime() + Transport.ANSWER.toNanos();
        boolean over = false;
        while (!connecting.isComplete()) {
            if (isAnswered(answered)) {
                break;
            }
            if (System.nanoTime() > limit) {
                throw new MqttException(MqttException.REASON_CODE_CLIENT_TIMEOUT);
            }
            if (over) {
                return;
            }
            // Once more: it may be about to say why.
            over = isDisconnected();
        }
        if (connecting.getException() != null) {
            throw connecting.getException();
        }
    }

    /** Waits, but not long. */
    private static boolean isAnswered(CountDownLatch answered) throws MqttException {
        try {
            return answered.await(PAHO_FORGETS.toMillis(), TimeUnit.MILLISECONDS);
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
            return new OutgoingPackets(module.getOutputStream(), published);
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
