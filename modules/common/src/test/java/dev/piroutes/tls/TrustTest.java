package dev.piroutes.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.files.Reason;
import dev.piroutes.kit.Keytool;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes on the loopback address: one text for each cause. */
@Timeout(60)
class TrustTest {

    private static final String SAN = "san=ip:127.0.0.1,dns:pi.local";

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private static Path authority;
    private Keytool keys;
    private Path ca;

    @BeforeAll
    static void authority() throws Exception {
        authority = new Keytool(shared.resolve("ca.p12")).authority("ca").store();
    }

    @BeforeEach
    void copy() throws Exception {
        keys = new Keytool(Files.copy(authority, folder.resolve("keys.p12")));
        ca = keys.pem("ca", folder.resolve("ca.pem"));
    }

    @Test
    void acceptsWhatTheAuthoritySignedAndKeepsIt() throws Exception {
        keys.make("server", "ca", Instant.now().minusSeconds(60), 100, SAN);
        Trust trust = new Trust(ca, Clock.systemUTC());

        assertThat(handshake(trust, "127.0.0.1", false)).isNull();
        assertThat(trust.accepted()).hasValueSatisfying(certificate -> assertThat(
                        certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=server"));
    }

    @Test
    void oneThatBeginsLaterWaitsForTheClock() throws Exception {
        Instant begins = Instant.now().plusSeconds(30L * 86_400);
        keys.make("server", "ca", begins, 100, SAN);

        Throwable failure = handshake(new Trust(ca, Clock.systemUTC()), "127.0.0.1", false);

        assertThat(Reason.find(failure, CertificateProblem.class))
                .hasValueSatisfying(problem -> assertThat(problem.kind()).isEqualTo(CertificateProblem.Kind.NOT_YET));
        assertThat(HandshakeFailure.inWords(failure).orElseThrow())
                .startsWith("the clock says " + Dates.day(Instant.now()))
                .contains(", the broker's certificate begins on " + Dates.day(begins))
                .endsWith(": waiting for the clock");
    }

    @Test
    void oneThatHasEndedSaysWhenAndWhatToDo() throws Exception {
        keys.make("server", "ca", Instant.now().minusSeconds(20L * 86_400), 10, SAN);

        assertThat(words("127.0.0.1"))
                .startsWith("the broker's certificate ended on "
                        + Dates.day(Instant.now().minusSeconds(10L * 86_400)))
                .contains("pi-routes secure");
    }

    @Test
    void oneForOtherNamesListsThem() throws Exception {
        keys.make("server", "ca", Instant.now().minusSeconds(60), 100, SAN);

        assertThat(words("127.0.0.2"))
                .contains("127.0.0.1", "pi.local")
                .contains(", not for 127.0.0.2: use one of these names in mqtt.url")
                .contains("pi-routes secure --host=127.0.0.2");
    }

    @Test
    void oneOfAnotherAuthorityNamesBoth() throws Exception {
        keys.make("server", "ca", Instant.now().minusSeconds(60), 100, SAN);
        Path other = new Keytool(folder.resolve("other.p12")).authority("other").pem("other", folder.resolve("o.pem"));

        String words = HandshakeFailure.inWords(handshake(new Trust(other, Clock.systemUTC()), "127.0.0.1", false))
                .orElseThrow();

        assertThat(words)
                .isEqualTo(
                        "the broker's certificate is not trusted: it is signed by CN=ca, which is not the authority in "
                                + other + "; set mqtt.ca to the PEM file of its authority");
        assertThat(HandshakeFailure.inWords(handshake(new Trust(null, Clock.systemUTC()), "127.0.0.1", false)))
                .hasValueSatisfying(text -> assertThat(text).contains("which Java does not know"));
    }

    @Test
    void aPortWithoutTlsIsCalledThat() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Thread server = new Thread(() -> {
                try (Socket client = plain.accept()) {
                    client.getOutputStream().write("this is no TLS at all\n".getBytes());
                    client.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // The client has gone.
                }
            });
            server.setDaemon(true);
            server.start();
            Throwable failure = connect(new Trust(ca, Clock.systemUTC()), "127.0.0.1", plain.getLocalPort());

            assertThat(HandshakeFailure.inWords(failure))
                    .hasValueSatisfying(text -> assertThat(text).contains("speaks without TLS on that port"));
        }
    }

    @Test
    void aBrokerThatWantsACertificateIsUnderstood() throws Exception {
        keys.make("server", "ca", Instant.now().minusSeconds(60), 100, SAN);

        Throwable failure = handshake(new Trust(ca, Clock.systemUTC()), "127.0.0.1", true);

        assertThat(HandshakeFailure.inWords(failure)).hasValueSatisfying(text -> assertThat(text)
                .startsWith("the broker does not accept this client's certificate ("));
    }

    @Test
    void whatIsNoTlsIsLeftToOthers() {
        assertThat(HandshakeFailure.inWords(new java.net.ConnectException("Connection refused")))
                .isEmpty();
    }

    private String words(String host) throws Exception {
        return HandshakeFailure.inWords(handshake(new Trust(ca, Clock.systemUTC()), host, false))
                .orElseThrow();
    }

    /** Shakes hands with a server that shows {@code server}; returns what went wrong, or null. */
    private Throwable handshake(Trust trust, String host, boolean wantsCertificate) throws Exception {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        char[] password = Keytool.PASSWORD.toCharArray();
        KeyStore all = keys.load();
        own.setKeyEntry("server", all.getKey("server", password), password, all.getCertificateChain("server"));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", all.getCertificate("ca"));
        TrustManagerFactory clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        clients.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), clients.getTrustManagers(), null);
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName("0.0.0.0"))) {
            server.setNeedClientAuth(wantsCertificate);
            Thread thread = new Thread(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write(1);
                    client.getOutputStream().flush();
                    client.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    // It is the client's side that is looked at.
                }
            });
            thread.setDaemon(true);
            thread.start();
            return connect(trust, host, server.getLocalPort());
        }
    }

    private static Throwable connect(Trust trust, String host, int port) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(host, port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return catchThrowable(() -> {
                socket.startHandshake();
                // With TLS 1.3 a server says only afterwards what it thinks of the client's certificate.
                socket.getInputStream().read();
            });
        }
    }
}
