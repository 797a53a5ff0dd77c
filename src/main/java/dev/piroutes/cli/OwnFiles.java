package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.OwnCertificate;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files of a certificate of one's own, as the settings name them.
 *
 * @param name whose it is: broker or page
 * @param setting that names the first file
 * @param key null: where it usually is
 */
record OwnFiles(String name, Setting setting, Path certificate, @Nullable Path key) {

    /** Null: the broker has none. @throws UsageException if there is a key for no certificate */
    static @Nullable OwnFiles ofBroker(Settings settings) {
        return of("broker", settings, Setting.BROKER_CERTIFICATE, Setting.BROKER_CERTIFICATE_KEY);
    }

    /** The same for the page. */
    static @Nullable OwnFiles ofPage(Settings settings) {
        return of("page", settings, Setting.PAGE_CERTIFICATE, Setting.PAGE_CERTIFICATE_KEY);
    }

    private static @Nullable OwnFiles of(String name, Settings settings, Setting certificate, Setting key) {
        String file = settings.get(certificate);
        String keyFile = settings.get(key);
        if (file == null && keyFile != null) {
            throw new UsageException(key.key() + " is of no use without " + certificate.key());
        }
        return file == null
                ? null
                : new OwnFiles(name, certificate, Path.of(file), keyFile == null ? null : Path.of(keyFile));
    }

    /** @throws UsageException if they cannot be used */
    OwnCertificate read() {
        try {
            return new OwnCertificate(name, setting.key(), certificate, key);
        } catch (IllegalArgumentException e) {
            throw new UsageException(Reason.of(e));
        }
    }
}
