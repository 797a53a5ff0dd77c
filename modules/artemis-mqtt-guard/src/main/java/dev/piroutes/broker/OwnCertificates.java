package dev.piroutes.broker;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.OwnCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.jspecify.annotations.Nullable;

/** Where a certificate of one's own is between the settings and TLS: among the parameters of the acceptor that shows it. */
final class OwnCertificates {
    private static final String PARAMETER = "ownCertificate";

    private OwnCertificates() {}

    /** Gives the acceptor the one that the settings name, if they do. @throws BrokerException if it cannot be used */
    static void give(TransportConfiguration acceptor, boolean tls, BrokerSettings settings) {
        String certificate = settings.values().get(BrokerSettings.CERTIFICATE);
        if (certificate == null) {
            return;
        }
        if (!tls) {
            throw new BrokerException(BrokerSettings.CERTIFICATE + " is of no use: the acceptor \"" + acceptor.getName()
                    + "\" in broker.xml is without TLS; give it the parameters that secure.xml gives it");
        }
        String key = settings.values().get(BrokerSettings.CERTIFICATE_KEY);
        try {
            OwnCertificate own = new OwnCertificate(
                    "broker", BrokerSettings.CERTIFICATE, Path.of(certificate), key == null ? null : Path.of(key));
            acceptor.getParams().put(PARAMETER, own);
        } catch (IllegalArgumentException e) {
            throw new BrokerException(Reason.of(e), e);
        }
    }

    /** Null: there is none. */
    static @Nullable OwnCertificate of(Map<String, Object> parameters) {
        return parameters.get(PARAMETER) instanceof OwnCertificate own ? own : null;
    }

    /** Those of all acceptors. */
    static List<OwnCertificate> of(Configuration configuration) {
        return configuration.getAcceptorConfigurations().stream()
                .map(acceptor -> of(acceptor.getParams()))
                .filter(Objects::nonNull)
                .toList();
    }
}
