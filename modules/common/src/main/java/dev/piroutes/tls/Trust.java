package dev.piroutes.tls;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Which brokers' certificates are trusted. It decides as Java does, and says in a {@link CertificateProblem} what is wrong
 * with a certificate that is not accepted. The last one that was is kept, so that its end can be looked after.
 */
public final class Trust extends X509ExtendedTrustManager {
    private final @Nullable Path ca;
    private final Clock clock;
    private final X509ExtendedTrustManager java;
    private volatile @Nullable X509Certificate accepted;

    /**
     * @param ca PEM file of the authority; {@code null}: those that Java knows
     * @throws IOException if the file cannot be read or has no certificate
     * @throws GeneralSecurityException if it has one that is damaged
     */
    public Trust(@Nullable Path ca, Clock clock) throws IOException, GeneralSecurityException {
        this.ca = ca;
        this.clock = clock;
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(ca == null ? null : store(Certificates.read(ca)));
        java = (X509ExtendedTrustManager) Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static KeyStore store(List<X509Certificate> authorities) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate authority : authorities) {
            store.setCertificateEntry("ca" + store.size(), authority);
        }
        return store;
    }

    /** For {@code SSLContext.init}. */
    public TrustManager[] managers() {
        return new TrustManager[] {this};
    }

    /** The broker's certificate that was accepted last. */
    public Optional<X509Certificate> accepted() {
        return Optional.ofNullable(accepted);
    }

    private interface Decision {
        void make() throws CertificateException;
    }

    private void decide(X509Certificate[] chain, @Nullable String host, Decision decision) throws CertificateException {
        try {
            decision.make();
            accepted = chain[0];
        } catch (CertificateException e) {
            throw explained(chain, host, e);
        }
    }

    private CertificateProblem explained(X509Certificate[] chain, @Nullable String host, CertificateException e) {
        Instant now = clock.instant();
        for (X509Certificate certificate : chain) {
            String whose = certificate == chain[0] ? "the broker's certificate" : "the broker's authority";
            if (now.isBefore(certificate.getNotBefore().toInstant())) {
                return new CertificateProblem(
                        CertificateProblem.Kind.NOT_YET,
                        notYet(whose, certificate.getNotBefore().toInstant(), now),
                        e);
            }
            if (now.isAfter(certificate.getNotAfter().toInstant())) {
                return new CertificateProblem(
                        CertificateProblem.Kind.ENDED,
                        whose + " ended on "
                                + Dates.minute(certificate.getNotAfter().toInstant())
                                + ": renew it where the broker runs ('pi-routes secure', if that is Pi Routes)",
                        e);
            }
        }
        String reason = Reason.of(e);
        if (reason.contains("No subject alternative") || reason.contains("No name matching")) {
            return new CertificateProblem(
                    CertificateProblem.Kind.OTHER_NAME,
                    "the broker's certificate is for " + names(chain[0]) + ", not for " + host
                            + ": use one of these names in mqtt.url, or renew the certificate with this one"
                            + " ('pi-routes secure --host=" + host + "' where the broker runs)",
                    e);
        }
        if (reason.contains("path building failed") || reason.contains("rust anchor")) {
            return new CertificateProblem(
                    CertificateProblem.Kind.UNKNOWN_AUTHORITY,
                    "the broker's certificate is not trusted: it is signed by "
                            + chain[0].getIssuerX500Principal().getName() + ", which "
                            + (ca == null ? "Java does not know" : "is not the authority in " + ca)
                            + "; set mqtt.ca to the PEM file of its authority",
                    e);
        }
        return new CertificateProblem(
                CertificateProblem.Kind.UNFIT, "the broker's certificate cannot be used: " + reason, e);
    }

    static String notYet(String whose, Instant begins, Instant now) {
        return "the clock says " + Dates.minute(now) + ", " + whose + " begins on " + Dates.minute(begins)
                + ": waiting for the clock";
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                return names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException e) {
            // Then by its subject.
        }
        return certificate.getSubjectX500Principal().getName();
    }

    private static @Nullable String host(@Nullable SSLSession session) {
        return session == null ? null : session.getPeerHost();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        String host = socket instanceof SSLSocket tls ? host(tls.getHandshakeSession()) : null;
        decide(chain, host, () -> java.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        decide(chain, host(engine.getHandshakeSession()), () -> java.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        decide(chain, null, () -> ((X509TrustManager) java).checkServerTrusted(chain, type));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        java.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        java.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        java.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return java.getAcceptedIssuers();
    }
}
