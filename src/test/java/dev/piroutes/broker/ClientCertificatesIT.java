package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in by TLS, and whose certificate is whose; what fails is one line. */
@Timeout(60)
class ClientCertificatesIT {

    @TempDir
    Path folder;

    private LogLines log;

    @BeforeEach
    void listen() {
        log = new LogLines("dev.piroutes.broker");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    @Tag("full")
    @Test
    void nobodyIsLetInWithoutWhereTheyAreRequired() throws Exception {
        try (SecureBroker broker = SecureBroker.start(folder, "required")) {
            assertThat(connack(broker, Tls.trusting(broker.folder()), "127.0.2.1", "PicoA"))
                    .isEqualTo("closed");
            said(
                    "127.0.2.1: it showed no certificate, and broker.client-certificates is required: give it its NAME.pem");

            assertThat(connack(broker, own(broker, "PicoA"), "127.0.2.2", "PicoA"))
                    .startsWith("200000");

            assertThat(connack(broker, own(broker, "PicoB"), "127.0.2.3", "PicoA"))
                    .startsWith("200005");
            said("denied 127.0.2.3: user \"PicoA\" came with the certificate of \"PicoB\": it would have to be its own,"
                    + " PicoA.pem");
        }
    }

    @Test
    void thoseThatAreShownMustBeRightWhereTheyAreOptional() throws Exception {
        Path strangers = folder.resolve("strangers");
        SecureBroker.update(strangers, List.of(SecureBroker.PICO_A));
        try (SecureBroker broker = SecureBroker.start(folder, "optional")) {
            assertThat(connack(broker, Tls.trusting(broker.folder()), "127.0.2.4", "PicoA"))
                    .startsWith("200000");
            assertThat(connack(broker, own(broker, "PicoA"), "127.0.2.5", "PicoA"))
                    .startsWith("200000");

            assertThat(connack(broker, Tls.showing(broker.folder(), strangers, "PicoA"), "127.0.2.6", "PicoA"))
                    .isEqualTo("closed");
            said("127.0.2.6: its certificate is not of this broker's authority (");
        }
    }

    @Tag("full")
    @Test
    void plainTextAndThoseWhoDoNotTrustTheBrokerAreToldInTheLog() throws Exception {
        Path strangers = folder.resolve("strangers");
        SecureBroker.update(strangers, List.of(SecureBroker.PICO_A));
        try (SecureBroker broker = SecureBroker.start(folder, "none");
                WireClient plain = new WireClient(broker.port(), "127.0.2.7")) {
            plain.send(
                    0x10,
                    Connect.of(4, "PicoA", "PicoA", broker.password("PicoA")).body());
            assertThat(plain.closedByBroker()).isTrue();
            said("127.0.2.7: it speaks without TLS on the port for TLS: use ssl:// (or mqtts://, wss://) and ca.pem");

            assertThat(connack(broker, Tls.trusting(strangers), "127.0.2.8", "PicoA"))
                    .isEqualTo("closed");
            said("127.0.2.8: it does not trust this broker's certificate");
        }
    }

    @Test
    void smallClientsMayUseTls12() throws Exception {
        try (SecureBroker broker = SecureBroker.start(folder, "none");
                WireClient client = new WireClient(
                        Tls.connect(Tls.trusting(broker.folder()), "127.0.2.9", broker.port(), "TLSv1.2"))) {
            client.send(
                    0x10,
                    Connect.of(4, "PicoA", "PicoA", broker.password("PicoA")).body());
            assertThat(client.nextPacket()).startsWith("200000");
        }
    }

    private static SSLContext own(SecureBroker broker, String user) throws Exception {
        return Tls.showing(broker.folder(), broker.folder(), user);
    }

    /** What a client with the right password is answered; {@code closed} where TLS comes to nothing. */
    private static String connack(SecureBroker broker, SSLContext context, String from, String user) {
        try (Socket socket = Tls.connect(context, from, broker.port());
                WireClient client = new WireClient(socket)) {
            client.send(0x10, Connect.of(4, user, user, broker.password(user)).body());
            return client.nextPacket();
        } catch (UncheckedIOException | IOException e) {
            // With TLS 1.3 a client learns only after the handshake that it is not wanted.
            return "closed";
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void said(String begin) {
        await(begin).atMost(Duration.ofSeconds(20)).until(() -> log.lines().stream()
                .anyMatch(line -> line.startsWith(begin)));
        String address = begin.replaceFirst("^denied ", "").replaceFirst(":.*", "");
        assertThat(log.lines().stream().filter(line -> line.contains(address + ":")))
                .hasSize(1);
    }
}
