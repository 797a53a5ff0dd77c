package dev.piroutes.tls;

import dev.piroutes.files.FileStamps;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server's certificate and key in PEM files that somebody else renews, such as certbot. Each handshake shows the newest; what
 * is connected stays. Files count when they have not changed for {@link #SETTLED}, so one that is half written, or is not yet
 * the other's, is never shown. Files that cannot be used leave the certificate as it was, with one line in the log.
 */
public final class OwnCertificate extends ServerKeyManager {
    /** Whose each alias is; behind it the number of the version. */
    public static final String ALIASES = "own-";

    /** How long files have to be as they are. */
    static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String CURE = "renew it where it comes from: its files are read again by themselves";
    private static final Logger LOG = LoggerFactory.getLogger(OwnCertificate.class);

    private final String name;
    private final String setting;
    private final Path certificate;
    private final Path key;
    private final LongSupplier nanos;
    private Version current;
    /** Of handshakes that have begun before it was renewed. */
    private Version last;
    /** Of the files that were taken, or could not be. */
    private FileStamps decided;

    private FileStamps seen;
    private long seenSince;
    private volatile @Nullable String problem;

    private record Version(
            int number, CertificateAndKey files, CertificateNames names, X509ExtendedKeyManager manager) {
        Version(int number, CertificateAndKey files) {
            this(number, files, CertificateNames.of(files.chain().get(0)), files.keyManager());
        }
    }

    /**
     * @param name whose it is, for people: {@code broker}, {@code page}
     * @param setting that names the first file
     * @param certificate the own one, and behind it those that lead to an authority: {@code fullchain.pem}
     * @param key its key; null: {@code privkey.pem} beside it
     * @throws IllegalArgumentException if they cannot be used; the message says why
     */
    public OwnCertificate(String name, String setting, Path certificate, @Nullable Path key) {
        this(name, setting, certificate, key, System::nanoTime);
    }

    OwnCertificate(String name, String setting, Path certificate, @Nullable Path key, LongSupplier nanos) {
        this.name = name;
        this.setting = setting;
        this.certificate = certificate;
        this.key = Objects.requireNonNullElseGet(key, () -> certificate.resolveSibling("privkey.pem"));
        this.nanos = nanos;
        decided = stamps();
        seen = decided;
        try {
            current = new Version(1, CertificateAndKey.read(certificate, this.key));
        } catch (IOException e) {
            throw new IllegalArgumentException(unusable(e), e);
        }
        last = current;
    }

    private String unusable(IOException e) {
        return setting + " cannot be used: " + Reason.of(e);
    }

    private FileStamps stamps() {
        return FileStamps.of(List.of(certificate, key));
    }

    /** Looks whether the files have changed. To be called now and then; each handshake does. */
    public synchronized void look() {
        FileStamps now = stamps();
        if (now.equals(decided)) {
            seen = now;
        } else if (!now.equals(seen)) {
            seen = now;
            seenSince = nanos.getAsLong();
        } else if (nanos.getAsLong() - seenSince >= SETTLED.toNanos()) {
            decided = now;
            take();
        }
    }

    private void take() {
        try {
            CertificateAndKey read = CertificateAndKey.read(certificate, key);
            last = current;
            current = new Version(last.number + 1, read);
            problem = null;
            LOG.info("{} certificate renewed: new connections are shown {}", "%-8s".formatted(name), this);
        } catch (IOException e) {
            problem = unusable(e) + "; the certificate stays as it was";
            LOG.error("{} {}", "%-8s".formatted(name), problem);
        }
    }

    private synchronized Version newest() {
        look();
        return current;
    }

    private synchronized Version of(String alias) {
        return alias.equals(ALIASES + last.number) ? last : current;
    }

    /** What it is for, as it is shown now. */
    public CertificateNames names() {
        return newest().names;
    }

    /** As it is shown now. */
    public CertificateInUse inUse() {
        return new CertificateInUse(
                name, certificate.toString(), newest().files.chain().get(0), CURE);
    }

    /** Why its files are not taken as they are now; null: they are. */
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        Version version = newest();
        return version.manager.chooseEngineServerAlias(type, issuers, engine) == null ? null : ALIASES + version.number;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return of(alias).manager.getCertificateChain(CertificateAndKey.ALIAS);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return of(alias).manager.getPrivateKey(CertificateAndKey.ALIAS);
    }

    /** For people: names, end, file. */
    @Override
    public synchronized String toString() {
        X509Certificate own = current.files.chain().get(0);
        return certificate + " for " + current.names + ", which ends on "
                + Dates.day(own.getNotAfter().toInstant());
    }
}
