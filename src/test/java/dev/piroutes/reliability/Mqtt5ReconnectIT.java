package dev.piroutes.reliability;

import static org.awaitility.Awaitility.await;

import dev.piroutes.mqtt.Mqtt5Client;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever only looks on comes back, whenever the connection ends: also in the moment in which it is made. */
@Timeout(120)
class Mqtt5ReconnectIT {
    private static final int TIMES = 40;

    @Test
    void comesBackFromEachBrokerThatEndsTheConnectionWhenItIsMade() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket broker = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            Thread serving = new Thread(() -> serve(broker, connections));
            serving.start();
            CamelContext context = new DefaultCamelContext();
            context.getPropertiesComponent().addInitialProperty("mqtt.url", "tcp://127.0.0.1:" + broker.getLocalPort());
            try (Mqtt5Client client = new Mqtt5Client(context, "Look")) {
                client.subscribe("csc2106/#", (topic, payload, qos, retained) -> {});
                await().atMost(Duration.ofSeconds(60)).until(() -> connections.get() >= TIMES);
            }
        }
    }

    /** Takes clients, grants their first subscription, and ends the connection in the same moment. */
    private static void serve(ServerSocket broker, AtomicInteger connections) {
        while (!broker.isClosed()) {
            try (Socket client = broker.accept()) {
                DataInputStream in = new DataInputStream(client.getInputStream());
                skip(in);
                client.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0});
                byte[] subscribe = skip(in);
                client.getOutputStream().write(new byte[] {(byte) 0x90, 4, subscribe[0], subscribe[1], 0, 0});
                connections.incrementAndGet();
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }

    private static byte[] skip(DataInputStream in) throws IOException {
        in.readByte();
        return in.readNBytes(in.readUnsignedByte());
    }
}
