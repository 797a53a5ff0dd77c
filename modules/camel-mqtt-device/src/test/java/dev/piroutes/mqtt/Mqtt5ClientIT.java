package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What whoever looks at others is told when there is nothing to be seen. */
@Timeout(60)
class Mqtt5ClientIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private ServerSocket server;
    private Mqtt5Client client;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        CamelContext context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("mqtt.url", "tcp://127.0.0.1:" + server.getLocalPort());
        client = new Mqtt5Client(context, "page");
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aSubscriptionThatIsRefusedIsAProblem() throws Exception {
        client.subscribe("#", (topic, payload, qos, retained) -> {});
        try (Socket socket = server.accept()) {
            packet(socket);
            socket.getOutputStream().write(new byte[] {0x20, 3, 0, 0, 0});
            byte[] subscribe = packet(socket);
            socket.getOutputStream().write(new byte[] {(byte) 0x90, 4, subscribe[0], subscribe[1], 0, (byte) 0x87});
            await().atMost(LIMIT).until(() -> ("the broker at tcp://127.0.0.1:" + server.getLocalPort()
                            + " refuses the subscription to # (not authorized (0x87))")
                    .equals(client.problem()));
        }
    }

    @Test
    void thereIsNoConnectionAfterItIsClosed() {
        client.close();
        assertThatThrownBy(client::connect).hasMessageEndingWith("(the device is leaving)");
    }

    /** @return what is behind the length of the next packet, which is short */
    private static byte[] packet(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        assertThat(in.read()).isPositive();
        return in.readNBytes(in.read());
    }
}
