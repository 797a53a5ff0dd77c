package dev.piroutes.secure;

import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The folder's authority, and the keys and certificates that it has signed: all in one PKCS#12 file, made by
 * {@code keytool}. Here they are only looked up, renewed when they are due, and written out in the forms that clients take.
 */
final class Keys {
    private static final String CA = "ca";
    private static final String SERVER = "server";
    private static final int CA_DAYS = 7300;
    /** What phones and browsers take at most. */
    private static final int DAYS = 820;

    private static final Duration DUE = Duration.ofDays(30);

    private static final String[] AUTHORITY = {"bc:c=ca:true", "ku:c=keyCertSign,cRLSign"};

    private final Path file;
    private final String password;
    private final Clock clock;
    private final Keytool keytool;
    private KeyStore store;

    Keys(Path file, String password, Clock clock) {
        this.file = file;
        this.password = password;
        this.clock = clock;
        this.keytool = new Keytool(file, password, clock);
        this.store = load();
    }

    private KeyStore load() {
        try {
            KeyStore loaded = KeyStore.getInstance("PKCS12");
            if (Files.exists(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    loaded.load(in, password.toCharArray());
                }
            } else {
                loaded.load(null, null);
            }
            return loaded;
        } catch (IOException | GeneralSecurityException e) {
            throw new SecureException(file + " cannot be read: " + Reason.of(e), e);
        }
    }

    /**
     * Renewed so early that no certificate that it signs outlives it, with the same key: whoever trusts its earlier
     * certificate trusts what it signs from now on.
     *
     * @return why its certificate was made, as {@link #ensureServer}
     */
    String ensureAuthority() {
        String why = due(CA, DUE.plusDays(DAYS));
        if (why.equals("new")) {
            keytool.generate(CA, "CN=Pi Routes authority", "", CA_DAYS, AUTHORITY);
        } else if (!why.isEmpty()) {
            keytool.renew(CA, CA_DAYS, AUTHORITY);
        }
        if (!why.isEmpty()) {
            store = load();
        }
        return why;
    }

    /** Returns why the server's certificate was made: {@code new}, a reason to renew it, or empty if it was not. */
    String ensureServer(Collection<String> hosts) {
        Set<String> names = new TreeSet<>();
        hosts.forEach(host -> names.add(name(host)));
        String why = due(SERVER);
        if (why.isEmpty() && !namesOf(required(SERVER)).equals(names)) {
            why = "other names";
        }
        if (!why.isEmpty()) {
            delete(SERVER);
            keytool.generate(
                    SERVER,
                    "CN=" + hosts.iterator().next(),
                    CA,
                    DAYS,
                    "san=" + String.join(",", names),
                    "eku=serverAuth",
                    "ku:c=digitalSignature");
            store = load();
        }
        return why;
    }

    /** The same for a user's. */
    String ensureUser(String name) {
        String alias = alias(name);
        String why = due(alias);
        if (!why.isEmpty()) {
            delete(alias);
            keytool.generate(alias, "CN=" + name, CA, DAYS, "eku=clientAuth", "ku:c=digitalSignature");
            store = load();
        }
        return why;
    }

    void removeUser(String name) {
        delete(alias(name));
    }

    private static String alias(String name) {
        return "user-" + name.toLowerCase(Locale.ROOT);
    }

    private String due(String alias) {
        String why = due(alias, DUE);
        if (why.isEmpty() && required(alias).getNotAfter().after(required(CA).getNotAfter())) {
            why = "it ended after its authority";
        }
        return why;
    }

    /** @param before how long before its end */
    private String due(String alias, Duration before) {
        X509Certificate certificate = certificate(alias);
        if (certificate == null) {
            return "new";
        }
        Instant now = clock.instant();
        Instant end = certificate.getNotAfter().toInstant();
        Instant begin = certificate.getNotBefore().toInstant();
        if (now.isBefore(begin)) {
            return "it begins " + begin;
        }
        return now.plus(before).isBefore(end) ? "" : (now.isBefore(end) ? "it ends " : "it ended ") + end;
    }

    private static Set<String> namesOf(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> found = certificate.getSubjectAlternativeNames();
            if (found != null) {
                found.forEach(name -> names.add((Integer.valueOf(7).equals(name.get(0)) ? "ip:" : "dns:")
                        + String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)));
            }
        } catch (GeneralSecurityException e) {
            names.add("unreadable");
        }
        return names;
    }

    /** As a certificate has it. */
    private static String name(String host) {
        return Address.isNumber(host)
                ? "ip:" + Address.of(new InetSocketAddress(host, 0)).host()
                : "dns:" + host.toLowerCase(Locale.ROOT);
    }

    private void delete(String alias) {
        try {
            if (store.containsAlias(alias)) {
                store.deleteEntry(alias);
                SecretFiles.write(file, bytes(store));
            }
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private byte[] bytes(KeyStore keys) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            keys.store(bytes, password.toCharArray());
            return bytes.toByteArray();
        } catch (IOException | GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private @org.jspecify.annotations.Nullable X509Certificate certificate(String alias) {
        try {
            return (X509Certificate) store.getCertificate(alias);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    private X509Certificate required(String alias) {
        X509Certificate certificate = certificate(alias);
        if (certificate == null) {
            throw new SecureException(file + " has no " + alias);
        }
        return certificate;
    }

    /** The authority's certificate, PEM. */
    String authorityPem() {
        return pem("CERTIFICATE", encoded(required(CA)));
    }

    /** A user's certificate and key, PEM. */
    String userPem(String name) {
        String alias = alias(name);
        try {
            Key key = store.getKey(alias, password.toCharArray());
            return pem("CERTIFICATE", encoded(required(alias))) + pem("PRIVATE KEY", key.getEncoded());
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** What the broker needs: its own key and certificate, and the authority whose certificates it takes. PKCS#12. */
    byte[] serverStore() {
        try {
            KeyStore server = KeyStore.getInstance("PKCS12");
            server.load(null, null);
            char[] secret = password.toCharArray();
            Certificate[] chain = {required(SERVER), required(CA)};
            server.setKeyEntry(SERVER, store.getKey(SERVER, secret), secret, chain);
            server.setCertificateEntry(CA, required(CA));
            return bytes(server);
        } catch (IOException | GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** The certificate in a file that {@link #serverStore} made. */
    static X509Certificate serverCertificate(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore server = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            server.load(in, password.toCharArray());
        }
        if (server.getCertificate(SERVER) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new IOException(file + " has no certificate of the server");
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new SecureException("a certificate cannot be written: " + Reason.of(e), e);
        }
    }

    private SecureException broken(Exception e) {
        return new SecureException(file + " cannot be used: " + Reason.of(e), e);
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }
}
