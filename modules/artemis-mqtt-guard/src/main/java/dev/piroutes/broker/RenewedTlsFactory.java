package dev.piroutes.broker;

import dev.piroutes.tls.CertificateNames;
import dev.piroutes.tls.OwnCertificate;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.jspecify.annotations.Nullable;

/**
 * Gives Artemis, for every acceptor with TLS, a context that follows its files: a certificate that was renewed is shown to
 * the next client, without a restart. Artemis finds it as a service; its own reload binds the port anew.
 */
public final class RenewedTlsFactory extends DefaultSSLContextFactory {

    /** Artemis takes the highest; its own are 5 and 10. */
    private static final int FIRST = 100;

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options) throws Exception {
        OwnCertificate own = OwnCertificates.of(options);
        return RenewedTls.following(
                config, () -> own == null ? super.getSSLContext(config, options) : showing(own, config));
    }

    /** Artemis's own shows one certificate to all. */
    private static SSLContext showing(OwnCertificate own, SSLContextConfig config) throws Exception {
        char[] password = config.getKeystorePassword().toCharArray();
        KeyStore keys = SSLSupport.loadKeystore(
                config.getKeystoreProvider(),
                config.getKeystoreType(),
                config.getKeystorePath(),
                config.getKeystorePassword());
        KeyManagerFactory acceptors = KeyManagerFactory.getInstance("SunX509");
        acceptors.init(keys, password);
        KeyManager byName = new CertificateByName(
                own, (X509ExtendedKeyManager) acceptors.getKeyManagers()[0], CertificateNames.of(certificate(keys)));
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {byName}, trusted(config), null);
        return context;
    }

    private static X509Certificate certificate(KeyStore keys) throws GeneralSecurityException {
        for (String alias : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(alias) && keys.getCertificate(alias) instanceof X509Certificate certificate) {
                return certificate;
            }
        }
        throw new GeneralSecurityException("no certificate with a key in it");
    }

    private static TrustManager @Nullable [] trusted(SSLContextConfig config) throws Exception {
        if (config.getTruststorePath() == null) {
            return null;
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(SSLSupport.loadKeystore(
                config.getTruststoreProvider(),
                config.getTruststoreType(),
                config.getTruststorePath(),
                config.getTruststorePassword()));
        return factory.getTrustManagers();
    }

    @Override
    public int getPriority() {
        return FIRST;
    }
}
