package dev.piroutes.cli;

import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.tls.CertificateInUse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the profile secure lays over the broker's configuration. */
final class Secured {
    /** The file beside {@code broker.xml}. */
    static final String OVERLAY = BrokerSettings.SECURE;

    private static final List<String> CERTIFICATES = List.of("none", "optional", "required");

    private Secured() {}

    /** What its placeholders stand for. @throws dev.piroutes.secure.SecureException if the folder is not made yet */
    static Map<String, String> values(Settings settings) {
        Path folder = Path.of(settings.require(Setting.SECURE_DIR)).toAbsolutePath();
        String wanted = settings.require(Setting.BROKER_CLIENT_CERTIFICATES);
        if (!CERTIFICATES.contains(wanted)) {
            throw new UsageException(Setting.BROKER_CLIENT_CERTIFICATES.key()
                    + " must be none, optional or required, but was \"" + wanted + "\"");
        }
        return Map.of(
                "secure.dir",
                folder.toString(),
                "secure.keys-password",
                SecureFolder.keystorePassword(folder),
                "secure.keys",
                // In a URL there.
                URLEncoder.encode(folder.resolve(SecureFolder.SERVER_KEYS).toString(), StandardCharsets.UTF_8),
                "secure.want-certificate",
                String.valueOf(!wanted.equals("none")),
                "secure.need-certificate",
                String.valueOf(wanted.equals("required")));
    }

    /** The certificates of the folder: the authority's, the server's, the users'. None in another profile. */
    static List<CertificateInUse> certificates(Settings settings) {
        if (Profile.of(settings) != Profile.SECURE) {
            return List.of();
        }
        Path folder = Path.of(settings.require(Setting.SECURE_DIR));
        boolean usual = folder.toString().equals(Setting.SECURE_DIR.fallback());
        return SecureFolder.certificates(
                folder,
                "renew it with 'pi-routes secure" + (usual ? "" : " --" + Setting.SECURE_DIR.key() + "=" + folder)
                        + "'");
    }
}
