package dev.piroutes.reliability;

import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.TestLab;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever only looks on comes back, whenever the connection ends: also in the moment in which it is made. */
@Timeout(120)
class SpectatorReconnectIT {
    private static final int TIMES = 40;

    private static final String LOOK =
            """
            - route:
                id: look
                from:
                  uri: paho-mqtt5:csc2106/#
                  parameters: {client: "#look"}
                  steps:
                    - to: {uri: mock:got}
            - beans:
                - name: look
                  type: dev.piroutes.mqtt.MqttSpectator
                  properties: {clientId: Look}
            """;

    @TempDir
    Path folder;

    @Test
    void comesBackFromEachBrokerThatEndsTheConnectionWhenItIsMade() throws Exception {
        Path file = Files.writeString(folder.resolve("look.camel.yaml"), LOOK);
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket broker = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            Thread serving = new Thread(() -> serve(broker, connections));
            serving.start();
            try (TestLab lab = new TestLab("tcp://127.0.0.1:" + broker.getLocalPort(), folder)) {
                lab.start("file:" + file);
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
