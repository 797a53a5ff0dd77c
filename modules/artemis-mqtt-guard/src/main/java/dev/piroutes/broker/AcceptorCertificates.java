package dev.piroutes.broker;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateInUse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.SSLSupport;
import org.apache.activemq.artemis.utils.ConfigurationHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificates in the key stores that {@code broker.xml} names for its acceptors. */
final class AcceptorCertificates {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptorCertificates.class);
    private static final String CURE = "put a newer one into that file: the broker reads it again by itself";

    private AcceptorCertificates() {}

    static List<CertificateInUse> of(Configuration configuration) {
        List<CertificateInUse> found = new ArrayList<>();
        for (TransportConfiguration acceptor : configuration.getAcceptorConfigurations()) {
            Map<String, Object> parameters = acceptor.getParams();
            if (isTls(parameters)) {
                try {
                    add(found, acceptor.getName(), parameters);
                } catch (Exception e) {
                    LOG.debug("the key store of acceptor {} cannot be looked at", acceptor.getName(), e);
                }
            }
        }
        return found;
    }

    /**
     * What the acceptors would say when they are made, and Artemis only in its log.
     *
     * @throws BrokerException if the key store of one cannot be used
     */
    static void requireReadable(Configuration configuration) {
        for (TransportConfiguration acceptor : configuration.getAcceptorConfigurations()) {
            if (isTls(acceptor.getParams())) {
                try {
                    List<CertificateInUse> found = new ArrayList<>();
                    add(found, acceptor.getName(), acceptor.getParams());
                    if (found.isEmpty()) {
                        throw new IOException("it has no key with a certificate");
                    }
                } catch (Exception e) {
                    throw new BrokerException(
                            "the key store " + text(TransportConstants.KEYSTORE_PATH_PROP_NAME, acceptor.getParams())
                                    + " of the acceptor \"" + acceptor.getName() + "\" cannot be used: " + Reason.of(e)
                                    + "; put back a copy of it, or, if 'pi-routes secure' has made it, move it away and"
                                    + " run that again",
                            e);
                }
            }
        }
    }

    private static boolean isTls(Map<String, Object> parameters) {
        return ConfigurationHelper.getBooleanProperty(
                TransportConstants.SSL_ENABLED_PROP_NAME, TransportConstants.DEFAULT_SSL_ENABLED, parameters);
    }

    private static void add(List<CertificateInUse> found, String acceptor, Map<String, Object> parameters)
            throws Exception {
        String path = text(TransportConstants.KEYSTORE_PATH_PROP_NAME, parameters);
        KeyStore store = SSLSupport.loadKeystore(
                text(TransportConstants.KEYSTORE_PROVIDER_PROP_NAME, parameters),
                ConfigurationHelper.getStringProperty(
                        TransportConstants.KEYSTORE_TYPE_PROP_NAME,
                        TransportConstants.DEFAULT_KEYSTORE_TYPE,
                        parameters),
                path,
                text(TransportConstants.KEYSTORE_PASSWORD_PROP_NAME, parameters));
        own(store, acceptor, path, found);
    }

    private static void own(KeyStore store, String acceptor, String path, List<CertificateInUse> found)
            throws GeneralSecurityException, IOException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate certificate) {
                found.add(new CertificateInUse("acceptor " + acceptor, path, certificate, CURE));
            }
        }
    }

    private static String text(String name, Map<String, Object> parameters) {
        return ConfigurationHelper.getStringProperty(name, null, parameters);
    }
}
