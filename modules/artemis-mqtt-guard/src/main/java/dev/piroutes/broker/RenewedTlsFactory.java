package dev.piroutes.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Gives Artemis, for every acceptor with TLS, a context that follows its files: a certificate that was renewed is shown to
 * the next client, without a restart. Artemis finds it as a service; its own reload binds the port anew.
 */
public final class RenewedTlsFactory extends DefaultSSLContextFactory {

    /** Artemis takes the highest; its own are 5 and 10. */
    private static final int FIRST = 100;

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> options) throws Exception {
        return RenewedTls.following(config, () -> super.getSSLContext(config, options));
    }

    @Override
    public int getPriority() {
        return FIRST;
    }
}
