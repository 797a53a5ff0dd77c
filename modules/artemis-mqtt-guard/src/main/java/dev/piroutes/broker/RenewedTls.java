package dev.piroutes.broker;

import dev.piroutes.files.FileStamps;
import dev.piroutes.files.Reason;
import java.nio.file.Path;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TLS context that is made again when one of its files has changed, before the next connection. Connections that are
 * there keep theirs. Files that cannot be used leave it as it was, with one line in the log.
 */
final class RenewedTls extends SSLContextSpi {
    private static final Logger LOG = LoggerFactory.getLogger(RenewedTls.class);

    private final List<Path> files;
    private final Callable<SSLContext> maker;
    private FileStamps seen;
    private SSLContext current;

    private RenewedTls(List<Path> files, Callable<SSLContext> maker) throws Exception {
        this.files = files;
        this.maker = maker;
        this.seen = FileStamps.of(files);
        this.current = maker.call();
    }

    static SSLContext following(SSLContextConfig config, Callable<SSLContext> maker) throws Exception {
        List<Path> files = Stream.of(config.getKeystorePath(), config.getTruststorePath(), config.getCrlPath())
                .filter(Objects::nonNull)
                .map(Path::of)
                .distinct()
                .toList();
        RenewedTls renewed = new RenewedTls(files, maker);
        return new SSLContext(renewed, renewed.current.getProvider(), renewed.current.getProtocol()) {};
    }

    private synchronized SSLContext current() {
        FileStamps now = FileStamps.of(files);
        if (!now.equals(seen)) {
            seen = now;
            try {
                current = maker.call();
                LOG.info("broker   {} has changed: new connections get the new certificate", files.get(0));
            } catch (Exception e) {
                LOG.error(
                        "broker   {} has changed and cannot be used, so the certificate stays as it was: {}",
                        files.get(0),
                        Reason.of(Reason.root(e)));
            }
        }
        return current;
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("it is made from its files");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return current().getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return current().getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return current().createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return current().createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current().getClientSessionContext();
    }
}
