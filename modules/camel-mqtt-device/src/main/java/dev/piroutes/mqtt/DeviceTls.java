package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateAndKey;
import dev.piroutes.tls.Trust;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** TLS for a device's connections, with its certificates as the files have them now. */
final class DeviceTls {

    private final boolean used;
    private final Credentials credentials;
    private volatile @Nullable Trust trust;

    /** @param serverUris TLS is used if one of them wants it */
    DeviceTls(List<String> serverUris, Credentials credentials) {
        this.used = serverUris.stream().anyMatch(DeviceTls::isMeant);
        this.credentials = credentials;
    }

    /** Whether the address of a broker, as {@link DeviceOptions#serverUris} writes it, means TLS. */
    static boolean isMeant(String serverUri) {
        return serverUri.matches("(ssl|wss)://.*");
    }

    /**
     * Null: no TLS is used.
     *
     * @throws IllegalArgumentException if a file cannot be read, or holds no certificate
     */
    @Nullable
    SSLSocketFactory factory() {
        if (!used) {
            return null;
        }
        Trust read = trust(credentials.ca());
        KeyManager[] own = own(credentials.certificate());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own, read.managers(), null);
            trust = read;
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this Java has no TLS: " + Reason.of(e), e);
        }
    }

    private static Trust trust(@Nullable Path ca) {
        try {
            return new Trust(ca, Clock.systemUTC());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "mqtt.ca must be a readable PEM file with a certificate, but " + ca + " is not: " + Reason.of(e));
        }
    }

    private static KeyManager @Nullable [] own(@Nullable Path certificate) {
        try {
            return certificate == null
                    ? null
                    : new KeyManager[] {
                        CertificateAndKey.read(certificate, certificate).keyManager()
                    };
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "mqtt.certificate must be a readable PEM file with certificate and key: " + Reason.of(e));
        }
    }

    /** The certificate that the broker showed last, and was accepted. */
    Optional<X509Certificate> brokerCertificate() {
        Trust last = trust;
        return last == null ? Optional.empty() : last.accepted();
    }
}
