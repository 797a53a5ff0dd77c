package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Keytool;
import dev.piroutes.net.Url;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are given up. */
@Timeout(60)
class SocketNetworkIT {

    @TempDir
    Path folder;

    /** TLS says good-bye before it closes; a broker that reads nothing must not keep the device waiting for that. */
    @Test
    void tlsIsClosedAlsoIfTheBrokerReadsNothing() throws Exception {
        Keytool keys = new Keytool(folder.resolve("keys.p12"))
                .make("broker", null, Instant.now().minusSeconds(60), 10, "san=ip:127.0.0.1");
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys.load(), Keytool.PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        try (ServerSocket server =
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<SSLSocket> accepted = CompletableFuture.supplyAsync(() -> accept(server));
            Url url = Url.ofMqttUrl("ssl://127.0.0.1:" + server.getLocalPort());
            Credentials trusting = new Credentials(null, null, keys.pem("broker", folder.resolve("ca.pem")), null);
            Network network = new SocketNetwork(url, new DeviceTls(List.of(url.toString()), trusting).factory());
            network.open();
            try (SSLSocket broker = accepted.get(20, TimeUnit.SECONDS)) {
                AtomicLong written = new AtomicLong();
                CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> fill(network, written));
                AtomicLong before = new AtomicLong();
                await("nothing more is accepted")
                        .atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(300))
                        .until(() -> written.get() > 0 && before.getAndSet(written.get()) == written.get());

                CompletableFuture.runAsync(network::close).get(10, TimeUnit.SECONDS);
                assertThatThrownBy(() -> writing.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
                assertThatThrownBy(() -> broker.getInputStream().transferTo(java.io.OutputStream.nullOutputStream()))
                        .as("the broker sees the end, which is none of TLS")
                        .isInstanceOf(IOException.class);
            }
        }
    }

    private static SSLSocket accept(ServerSocket server) {
        try {
            SSLSocket socket = (SSLSocket) server.accept();
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(Network network, AtomicLong written) {
        try {
            while (true) {
                network.out().write(new byte[100_000]);
                written.incrementAndGet();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anAttemptIsGivenUpAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Network network = new SocketNetwork(Url.ofMqttUrl("ws://127.0.0.1:" + server.getLocalPort()), null);
            CompletableFuture<Void> opening = CompletableFuture.runAsync(() -> {
                try {
                    network.open();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            try (Socket silent = server.accept()) {
                assertThat(silent.getInputStream().read()).isEqualTo('G');
                network.close();
                assertThatThrownBy(() -> opening.get(5, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
            }
        }
    }
}
