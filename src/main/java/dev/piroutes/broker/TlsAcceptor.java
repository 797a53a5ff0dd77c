package dev.piroutes.broker;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;

/**
 * Artemis's acceptor with one more handler behind that of TLS, which says why a handshake failed: Artemis is silent about
 * some failures, and about others says what only a programmer understands.
 */
// Protocol managers are raw as Artemis declares them.
@SuppressWarnings("rawtypes")
final class TlsAcceptor extends NettyAcceptor {
    private final Supplier<ChannelHandler> failures;

    private TlsAcceptor(
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            ScheduledExecutorService scheduler,
            Executor failureExecutor,
            Map<String, ProtocolManager> protocols,
            String threadGroup,
            MetricsManager metrics,
            Supplier<ChannelHandler> failures) {
        super(
                name,
                cluster,
                configuration,
                handler,
                listener,
                scheduler,
                failureExecutor,
                protocols,
                threadGroup,
                metrics);
        this.failures = failures;
    }

    @Override
    public SslHandler getSslHandler(ByteBufAllocator allocator, String peerHost, int peerPort) throws Exception {
        SslHandler artemis = super.getSslHandler(allocator, peerHost, peerPort);
        SslHandler handler = new FollowedHandler(artemis.engine(), failures.get());
        handler.setHandshakeTimeoutMillis(artemis.getHandshakeTimeoutMillis());
        return handler;
    }

    private static final class FollowedHandler extends SslHandler {
        private final ChannelHandler follower;

        FollowedHandler(SSLEngine engine, ChannelHandler follower) {
            super(engine);
            this.follower = follower;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
            super.handlerAdded(ctx);
            ctx.pipeline().addAfter(ctx.name(), "piroutes-tls-failures", follower);
        }
    }

    /** Makes them. */
    static final class Factory extends NettyAcceptorFactory {
        private final Supplier<ChannelHandler> failures;

        Factory(Supplier<ChannelHandler> failures) {
            this.failures = failures;
        }

        @Override
        public Acceptor createAcceptor(
                String name,
                ClusterConnection cluster,
                Map<String, Object> configuration,
                BufferHandler handler,
                ServerConnectionLifeCycleListener listener,
                Executor threads,
                ScheduledExecutorService scheduler,
                Map<String, ProtocolManager> protocols,
                String threadGroup,
                MetricsManager metrics) {
            return new TlsAcceptor(
                    name,
                    cluster,
                    configuration,
                    handler,
                    listener,
                    scheduler,
                    new OrderedExecutor(threads),
                    protocols,
                    threadGroup,
                    metrics,
                    failures);
        }
    }
}
