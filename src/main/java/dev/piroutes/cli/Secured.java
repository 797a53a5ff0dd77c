package dev.piroutes.cli;

import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.tls.CertificateInUse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the profile secure lays over the broker's configuration.
 *
 * @param folder with users, permissions and keys
 * @param clientCertificates none, optional or required
 * @param own a certificate of one's own; null: there is none
 */
record Secured(Path folder, String clientCertificates, @Nullable OwnFiles own) {

    static Secured of(Settings settings) {
        return new Secured(
                Path.of(settings.require(Setting.SECURE_DIR)),
                settings.word(Setting.BROKER_CLIENT_CERTIFICATES),
                OwnFiles.ofBroker(settings));
    }

    /** What its placeholders stand for. @throws dev.piroutes.secure.SecureException if the folder is not made yet */
    Map<String, String> values() {
        Path absolute = folder.toAbsolutePath();
        Map<String, String> values = new HashMap<>(Map.of(
                "secure.dir",
                absolute.toString(),
                "secure.keys-password",
                inUrl(SecureFolder.keystorePassword(absolute)),
                "secure.keys",
                inUrl(absolute.resolve(SecureFolder.SERVER_KEYS).toString()),
                "secure.want-certificate",
                String.valueOf(!clientCertificates.equals("none")),
                "secure.need-certificate",
                String.valueOf(clientCertificates.equals("required"))));
        if (own != null) {
            values.put(BrokerSettings.CERTIFICATE, own.certificate().toString());
            if (own.key() != null) {
                values.put(BrokerSettings.CERTIFICATE_KEY, own.key().toString());
            }
        }
        return values;
    }

    /** Both stand in an acceptor's URL. */
    private static String inUrl(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The certificates of the folder: the authority's, the server's, the users'. */
    List<CertificateInUse> certificates() {
        return SecureFolder.certificates(folder, "renew it with 'pi-routes secure" + option(folder) + "'");
    }

    /** How commands are told of the folder; nothing if it is the usual one. */
    static String option(Path folder) {
        return folder.toString().equals(Setting.SECURE_DIR.fallback())
                ? ""
                : " --" + Setting.SECURE_DIR.key() + "=" + folder;
    }
}
