package dev.piroutes.mqtt;

import dev.piroutes.tls.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/**
 * A client's own certificate and key, from one PEM file: the key as PKCS#8, as {@code pi-routes secure} writes it; behind its
 * certificate there may be those that lead to an authority.
 */
final class ClientKey {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private ClientKey() {}

    static KeyManager[] read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        Matcher key = KEY.matcher(text);
        if (!key.find() || !text.contains("-----BEGIN CERTIFICATE-----")) {
            throw new IOException("it needs a CERTIFICATE and a PRIVATE KEY (PKCS#8)");
        }
        Certificate[] chain = Certificates.read(file).toArray(Certificate[]::new);
        PrivateKey secret = KeyFactory.getInstance(chain[0].getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
        KeyStore store = KeyStore.getInstance("JKS"); // PKCS12 refuses certificates that are in no order
        store.load(null, null);
        store.setKeyEntry("own", secret, new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
