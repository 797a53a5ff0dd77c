package dev.piroutes.mqtt;

import dev.piroutes.tls.Trust;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** The sockets of a device's connections, with its certificates as the files have them now. */
final class DeviceSockets {

    private final List<String> serverUris;
    private final Credentials credentials;
    private volatile @Nullable Trust trust;

    DeviceSockets(List<String> serverUris, Credentials credentials) {
        this.serverUris = serverUris;
        this.credentials = credentials;
    }

    /** @throws IllegalArgumentException if a file that TLS needs cannot be read */
    SocketFactory factory() {
        if (!SocketFactories.isTls(serverUris.get(0))) {
            return SocketFactories.plain();
        }
        Trust read = SocketFactories.trust(credentials.ca());
        SocketFactory factory = SocketFactories.tls(read, credentials.certificate());
        trust = read;
        return factory;
    }

    /** The certificate that the broker showed last, and was accepted. */
    Optional<X509Certificate> brokerCertificate() {
        Trust used = trust;
        return used == null ? Optional.empty() : used.accepted();
    }
}
