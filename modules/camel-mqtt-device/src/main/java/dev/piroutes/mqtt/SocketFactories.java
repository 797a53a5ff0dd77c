package dev.piroutes.mqtt;

import dev.piroutes.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Sockets with {@code TCP_NODELAY}. Paho leaves Nagle's algorithm on, which with delayed acknowledgements costs 40 ms
 * a command.
 */
final class SocketFactories {

    private SocketFactories() {}

    /** Whether the address of a broker, as {@link DeviceOptions#serverUris} writes it, means TLS. */
    static boolean isTls(String serverUri) {
        return serverUri.matches("(ssl|wss)://.*");
    }

    static SocketFactory plain() {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws SocketException {
                return noDelay(new Socket());
            }

            @Override
            public Socket createSocket(String host, int port) throws IOException {
                return noDelay(new Socket(host, port));
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
                return noDelay(new Socket(host, port, local, localPort));
            }

            @Override
            public Socket createSocket(InetAddress host, int port) throws IOException {
                return noDelay(new Socket(host, port));
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
                    throws IOException {
                return noDelay(new Socket(host, port, local, localPort));
            }
        };
    }

    /**
     * @param trust which brokers are trusted
     * @param certificate PEM file shown to a broker that asks for one, or null for none
     * @throws IllegalArgumentException if the file cannot be read or holds no certificate
     */
    static SSLSocketFactory tls(Trust trust, @Nullable Path certificate) {
        KeyManager[] own = own(certificate);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, trust.managers(), null);
            return new NoDelayTls(context.getSocketFactory());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this Java has no TLS: " + e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if the file of the authority cannot be read or holds no certificate */
    static Trust trust(@Nullable Path ca) {
        try {
            return new Trust(ca, Clock.systemUTC());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "mqtt.ca must be a readable PEM file with a certificate, but " + ca + " is not: " + e.getMessage());
        }
    }

    private static KeyManager @Nullable [] own(@Nullable Path certificate) {
        try {
            return certificate == null ? null : ClientKey.read(certificate);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "mqtt.certificate must be a readable PEM file with certificate and key, but " + certificate
                            + " is not: " + e.getMessage());
        }
    }

    private static Socket noDelay(Socket socket) throws SocketException {
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** Delegates all; {@link SSLSocketFactory} cannot be configured for it. */
    private static final class NoDelayTls extends SSLSocketFactory {
        private final SSLSocketFactory factory;

        NoDelayTls(SSLSocketFactory factory) {
            this.factory = factory;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return noDelay(factory.createSocket());
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return noDelay(factory.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return noDelay(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(factory.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return noDelay(factory.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return noDelay(factory.createSocket(host, port, local, localPort));
        }
    }
}
