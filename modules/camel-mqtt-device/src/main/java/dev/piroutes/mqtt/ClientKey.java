package dev.piroutes.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;

/** A client's own certificate and key, from one PEM file: the key as PKCS#8, as {@code pi-routes secure} writes it. */
final class ClientKey {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private ClientKey() {}

    static KeyManager[] read(Path file) throws IOException, GeneralSecurityException {
        String text = Files.readString(file);
        Matcher key = KEY.matcher(text);
        Matcher certificate = CERTIFICATE.matcher(text);
        if (!key.find() || !certificate.find()) {
            throw new IOException("it needs a CERTIFICATE and a PRIVATE KEY (PKCS#8)");
        }
        Certificate own = CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(certificate.group().getBytes(StandardCharsets.US_ASCII)));
        PrivateKey secret = KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(1))));
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", secret, new char[0], new Certificate[] {own});
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
