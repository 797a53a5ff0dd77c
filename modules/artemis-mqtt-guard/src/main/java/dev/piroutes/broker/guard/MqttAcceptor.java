package dev.piroutes.broker.guard;

import dev.piroutes.files.Reason;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.ConfigurationHelper;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's acceptor with a listening socket of its own, because Artemis's leaves no room to look at a connection before it
 * is set up. It starts, pauses and stops when Artemis says so, and takes its settings, TLS included, from
 * {@code broker.xml}, as ever; what it has let in, it hands over.
 */
// Raw protocol managers, as Artemis declares them.
@SuppressWarnings("rawtypes")
final class MqttAcceptor extends NettyAcceptor {
    private static final int FLUSH_SECONDS = 10;

    private final Guards guards;
    private final Map<String, Object> settings;
    private final String threads;
    /** Those that are not an MQTT client's yet, and so not known to Artemis, and all others. */
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

    private @Nullable EventLoopGroup listening;
    private @Nullable EventLoopGroup working;
    private @Nullable Channel socket;
    private volatile int port;

    private MqttAcceptor(
            Guards guards,
            String name,
            @Nullable ClusterConnection cluster,
            Map<String, Object> settings,
            BufferHandler handler,
            ServerConnectionLifeCycleListener listener,
            Executor pool,
            ScheduledExecutorService scheduler,
            Map<String, ProtocolManager> protocols,
            String threads,
            MetricsManager metrics) {
        super(
                name,
                cluster,
                settings,
                handler,
                listener,
                scheduler,
                new OrderedExecutor(pool),
                protocols,
                threads,
                metrics);
        this.guards = guards;
        this.settings = settings;
        this.threads = threads;
    }

    /** Makes the acceptors of a broker. */
    static AcceptorFactory factory(Guards guards) {
        return (name, cluster, settings, handler, listener, pool, scheduler, protocols, threads, metrics) ->
                new MqttAcceptor(
                        guards,
                        name,
                        cluster,
                        adapted(settings, guards.limits),
                        handler,
                        listener,
                        pool,
                        scheduler,
                        protocols,
                        threads,
                        metrics);
    }

    private static Map<String, Object> adapted(Map<String, Object> settings, Limits limits) {
        Map<String, Object> adapted = new HashMap<>(settings);
        // Artemis does not listen itself, and FrontDoor has one time limit for everything.
        adapted.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
        adapted.put(TransportConstants.HANDSHAKE_TIMEOUT, 0);
        adapted.put(TransportConstants.SSL_HANDSHAKE_TIMEOUT, 0);
        adapted.put(TransportConstants.WEB_SOCKET_MAX_FRAME_PAYLOAD_LENGTH, limits.get(Limit.MAX_PACKET_SIZE));
        return adapted;
    }

    @Override
    protected void internalStart() throws Exception {
        super.internalStart();
        if (listening == null) {
            try {
                listen();
            } catch (Exception e) {
                stopListening();
                throw e;
            }
        }
    }

    private void listen() {
        listening = new NioEventLoopGroup(1, new DefaultThreadFactory(threads + "-listen", true));
        working = new NioEventLoopGroup(getRemotingThreads(), new DefaultThreadFactory(threads, true));
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(listening, working)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(guards.admissions)
                .childOption(
                        ChannelOption.TCP_NODELAY,
                        ConfigurationHelper.getBooleanProperty(
                                TransportConstants.TCP_NODELAY_PROPNAME,
                                TransportConstants.DEFAULT_TCP_NODELAY,
                                settings))
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) throws Exception {
                        admitted(channel);
                    }
                });
        String host = ConfigurationHelper.getStringProperty(
                TransportConstants.HOST_PROP_NAME, TransportConstants.DEFAULT_HOST, settings);
        int wanted = ConfigurationHelper.getIntProperty(
                TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT, settings);
        ChannelFuture binding =
                bootstrap.bind(new InetSocketAddress(host, wanted)).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new GuardException(
                    "the acceptor \"" + getName() + "\" cannot listen on " + host + ", port " + wanted + ": "
                            + Reason.of(binding.cause()),
                    binding.cause());
        }
        Channel bound = binding.channel();
        socket = bound;
        // What has been counted is logged even if nothing more comes.
        listening.scheduleWithFixedDelay(guards.log::flush, FLUSH_SECONDS, FLUSH_SECONDS, TimeUnit.SECONDS);
        port = ((InetSocketAddress) bound.localAddress()).getPort();
    }

    private void admitted(Channel channel) throws Exception {
        connections.add(channel);
        if (ConfigurationHelper.getBooleanProperty(
                TransportConstants.SSL_ENABLED_PROP_NAME, TransportConstants.DEFAULT_SSL_ENABLED, settings)) {
            InetSocketAddress peer = (InetSocketAddress) Objects.requireNonNull(channel.remoteAddress());
            channel.pipeline()
                    .addLast(
                            "ssl",
                            getSslHandler(channel.alloc(), peer.getAddress().getHostAddress(), peer.getPort()));
        }
        new FrontDoor(guards).addTo(channel.pipeline());
        transfer(channel);
    }

    @Override
    public synchronized void pause() {
        closeSocket();
        super.pause();
    }

    private void closeSocket() {
        Channel open = socket;
        if (open != null) {
            open.close().awaitUninterruptibly();
        }
        socket = null;
    }

    @Override
    public synchronized void asyncStop(Runnable callback) {
        closeSocket();
        super.asyncStop(() -> {
            stopListening();
            callback.run();
        });
    }

    private synchronized void stopListening() {
        connections.close();
        for (EventLoopGroup group : new @Nullable EventLoopGroup[] {listening, working}) {
            if (group != null) {
                group.shutdownGracefully(getQuietPeriod(), getShutdownTimeout(), TimeUnit.MILLISECONDS);
            }
        }
        listening = null;
        working = null;
    }

    /** Its certificates are read when it starts. */
    @Override
    public void reload() {
        throw new UnsupportedOperationException("restart the broker to read the certificates again");
    }

    @Override
    public int getActualPort() {
        return port;
    }
}
