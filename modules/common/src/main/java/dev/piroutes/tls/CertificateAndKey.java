package dev.piroutes.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.piroutes.files.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * A certificate, those behind it that lead to its authority, and its key. The key is in PKCS#8 or in the traditional form of RSA
 * or EC keys, as Let's Encrypt's clients and OpenSSL write them.
 *
 * @param chain the own certificate first
 */
public record CertificateAndKey(List<X509Certificate> chain, PrivateKey key) {
    /** Of its {@link #keyManager}. */
    static final String ALIAS = "own";

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    /** How PKCS#8 begins: INTEGER 0. */
    private static final byte[] VERSION = {2, 1, 0};

    /**
     * Reads PEM files; both may be the same one.
     *
     * @throws IOException if that is not possible, or the key is another certificate's; the message begins with the file's name
     */
    public static CertificateAndKey read(Path certificate, Path key) throws IOException {
        List<X509Certificate> chain = from(certificate, () -> {
            if (!Files.readString(certificate, ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")) {
                throw new IOException("there is no CERTIFICATE in it");
            }
            return Certificates.read(certificate);
        });
        PublicKey own = chain.get(0).getPublicKey();
        return from(key, () -> {
            PrivateKey secret = key(Files.readString(key, ISO_8859_1), own);
            if (!fits(secret, own)) {
                throw new IOException("this is not the key of the first certificate in " + certificate);
            }
            return new CertificateAndKey(chain, secret);
        });
    }

    private interface Step<T> {
        T take() throws IOException, GeneralSecurityException;
    }

    private static <T> T from(Path file, Step<T> step) throws IOException {
        try {
            return step.take();
        } catch (IOException | GeneralSecurityException e) {
            throw new IOException(file + ": " + Reason.of(e), e);
        }
    }

    private static PrivateKey key(String text, PublicKey own) throws IOException, GeneralSecurityException {
        Matcher block = KEY.matcher(text);
        if (!block.find()) {
            throw new IOException("there is no PRIVATE KEY in it");
        }
        String kind = block.group(1);
        if (kind.startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw new IOException("the key is encrypted, and nobody is here to type its password:"
                    + " 'openssl pkey -in OLD -out NEW' writes it without one");
        }
        try {
            byte[] read = Base64.getMimeDecoder().decode(block.group(2));
            return KeyFactory.getInstance(own.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(kind.equals("PRIVATE KEY") ? read : pkcs8(read, own)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    "the key is damaged, or no " + own.getAlgorithm() + " key as its certificate has one", e);
        }
    }

    /** The traditional form in an envelope that says of which algorithm it is: as the certificate says of its public key. */
    private static byte[] pkcs8(byte[] traditional, PublicKey own) {
        byte[] info = own.getEncoded();
        int begin = contentOf(info, 0);
        int end = endOf(info, begin);
        byte[] algorithm = Arrays.copyOfRange(info, begin, end);
        return der(SEQUENCE, VERSION, algorithm, der(OCTET_STRING, traditional));
    }

    private static int contentOf(byte[] der, int at) {
        return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
    }

    private static int endOf(byte[] der, int at) {
        int content = contentOf(der, at);
        int length = der[at + 1];
        if (length < 0) {
            length = 0;
            for (int i = at + 2; i < content; i++) {
                length = length << 8 | der[i] & 0xff;
            }
        }
        return content + length;
    }

    private static byte[] der(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        // In as few bytes as there can be, and two are enough for any key.
        if (length > 0xff) {
            der.write(0x82);
            der.write(length >> 8);
        } else if (length > 0x7f) {
            der.write(0x81);
        }
        der.write(length);
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }

    private static boolean fits(PrivateKey key, PublicKey own) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(
                switch (own.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> own.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(VERSION);
        byte[] signed = signature.sign();
        signature.initVerify(own);
        signature.update(VERSION);
        return signature.verify(signed);
    }

    /** Shows the certificate. */
    public X509ExtendedKeyManager keyManager() {
        try {
            KeyStore store = KeyStore.getInstance("JKS"); // PKCS12 refuses certificates that are in no order
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
            factory.init(store, new char[0]);
            return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no key stores: " + Reason.of(e), e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "CertificateAndKey[" + chain.get(0).getSubjectX500Principal().getName() + "]";
    }
}
