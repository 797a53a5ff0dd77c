package dev.piroutes.broker;

import dev.piroutes.net.Address;
import dev.piroutes.tls.CertificateNames;
import dev.piroutes.tls.OwnCertificate;
import dev.piroutes.tls.ServerKeyManager;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows one of two certificates, by the name that a client connects to. One of one's own is for those of its names, and for any
 * that neither has. The acceptor's is for all others: devices that connect to an address, or know its authority alone, go on
 * as before. Clients do not say which address they connect to; if the own certificate has any, it is shown to all of them that
 * are on other machines.
 */
final class CertificateByName extends ServerKeyManager {
    private final OwnCertificate own;
    private final X509ExtendedKeyManager acceptors;
    private final CertificateNames acceptorsNames;

    /** @param acceptors shows the acceptor's certificate, of these names */
    CertificateByName(OwnCertificate own, X509ExtendedKeyManager acceptors, CertificateNames acceptorsNames) {
        this.own = own;
        this.acceptors = acceptors;
        this.acceptorsNames = acceptorsNames;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        boolean isOwn = engine == null || isOwn(own.names(), acceptorsNames, asked(engine), engine.getPeerHost());
        return (isOwn ? own : acceptors).chooseEngineServerAlias(type, issuers, engine);
    }

    /**
     * Whether it is the own one.
     *
     * @param asked the name that the client connects to; null: it says none, as with an address
     * @param peer the client's address
     */
    static boolean isOwn(
            CertificateNames own, CertificateNames acceptors, @Nullable String asked, @Nullable String peer) {
        if (asked != null && !Address.isNumber(asked)) {
            return own.isFor(asked) || !acceptors.isFor(asked);
        }
        // Paho says the address, though TLS has no such name.
        boolean owns = asked != null && own.addresses().contains(asked);
        boolean acceptorsOne = asked != null && acceptors.addresses().contains(asked);
        return owns == acceptorsOne ? !own.addresses().isEmpty() && !isHere(peer) : owns;
    }

    private static @Nullable String asked(SSLEngine engine) {
        return engine.getHandshakeSession() instanceof ExtendedSSLSession session
                ? session.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static boolean isHere(@Nullable String peer) {
        try {
            if (peer == null || !Address.isNumber(peer)) {
                return false;
            }
            InetAddress address = InetAddress.getByName(peer);
            return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    private X509ExtendedKeyManager whose(String alias) {
        return alias.startsWith(OwnCertificate.ALIASES) ? own : acceptors;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return whose(alias).getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return whose(alias).getPrivateKey(alias);
    }
}
