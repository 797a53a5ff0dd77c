package dev.piroutes.kit;

import dev.piroutes.secure.SecureFolder;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/** A client's side of TLS, from a folder that {@code secure} has made. */
public final class Tls {

    private static final int LIMIT_MS = 10_000;

    private Tls() {}

    /** Trusts the folder's authority, and shows no certificate. */
    public static SSLContext trusting(Path folder) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(folder).getTrustManagers(), null);
        return context;
    }

    /** Trusts the authority of one folder, and shows a user's certificate from another. */
    public static SSLContext showing(Path folder, Path keysOf, String user) throws Exception {
        char[] password = SecureFolder.keystorePassword(keysOf).toCharArray();
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keysOf.resolve("keys.p12"))) {
            all.load(in, password);
        }
        String alias = "user-" + user.toLowerCase(Locale.ROOT);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", all.getKey(alias, password), password, new Certificate[] {all.getCertificate(alias)});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        SSLContext context = SSLContext.getInstance("TLS");
        // Shown whoever the broker says it trusts: a stranger's would be left at home otherwise.
        context.init(
                new KeyManager[] {new Pushy((X509ExtendedKeyManager) keys.getKeyManagers()[0])},
                trust(folder).getTrustManagers(),
                null);
        return context;
    }

    /** A connection from one loopback address to a port of 127.0.0.1, shaken hands on, with TLS 1.3. */
    public static Socket connect(SSLContext context, String from, int port) throws Exception {
        return connect(context, from, port, "TLSv1.3");
    }

    /** The same with another version. */
    public static Socket connect(SSLContext context, String from, int port, String version) throws Exception {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setEnabledProtocols(new String[] {version});
        socket.bind(new InetSocketAddress(from, 0));
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), LIMIT_MS);
        socket.startHandshake();
        return socket;
    }

    private static TrustManagerFactory trust(Path folder) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve(SecureFolder.CA))) {
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static final class Pushy extends X509ExtendedKeyManager {
        private final X509ExtendedKeyManager keys;

        Pushy(X509ExtendedKeyManager keys) {
            this.keys = keys;
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return keys.getCertificateChain(alias);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return keys.getPrivateKey(alias);
        }
    }
}
