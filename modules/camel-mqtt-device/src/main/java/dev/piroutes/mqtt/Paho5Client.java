package dev.piroutes.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** Paho's client of MQTT 5, which no message stops. It gets topics as {@link PahoTopic} has them, and what was left out. */
final class Paho5Client extends MqttAsyncClient {

    Paho5Client(String uri, String clientId) throws MqttException {
        super(uri, clientId, new MemoryPersistence());
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) throws MqttException {
        return Arrays.stream(super.createNetworkModules(address, options))
                .map(Packets::new)
                .toArray(NetworkModule[]::new);
    }

    /** Whatever carries the packets: TCP, TLS, WebSocket. */
    private record Packets(NetworkModule module) implements NetworkModule {
        @Override
        public InputStream getInputStream() throws IOException {
            return new IncomingPackets(
                    module.getInputStream(),
                    true,
                    IncomingPackets.largest(Runtime.getRuntime().maxMemory()));
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new OutgoingPackets(module.getOutputStream(), true, id -> {});
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
