package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.session.TopicPackets;
import io.netty.channel.ChannelPipeline;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTRoutingHandler;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManagerFactory;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.Connection;

/**
 * Artemis's MQTT protocol manager with one difference: each connection gets an {@link MqttHandler}. It wraps because the
 * manager's constructor is Artemis's own; everything else is passed on.
 *
 * <p>What a client sends passes, in this order:
 *
 * <ol>
 *   <li>the front door and the first bytes ({@code FrontDoor}, {@code FirstBytes}), then Artemis's TLS, HTTP and WebSocket
 *   <li>{@code FrameDecoder}: the length and the syntax of a packet, before it is decoded
 *   <li>Netty's decoder and encoder of MQTT, {@link KeepAlive} right behind it once there is a session
 *   <li>{@code Guard}: limits and permissions
 *   <li>{@link TopicPackets}: topics as Artemis has them; the clients' own are outside of it
 *   <li>retained messages, and the wait for memory of new topics
 *   <li>{@link PacketOrder}: one packet after another
 *   <li>{@link MqttHandler}: what Artemis makes of it
 * </ol>
 */
final class MqttProtocol implements ProtocolManager<MQTTInterceptor, MQTTRoutingHandler> {
    private static final String HANDLER = "piroutes-mqtt";
    private static final String ORDER = "piroutes-order";
    private static final String TOPICS = "piroutes-topics";

    private final ActiveMQServer server;
    private final MQTTProtocolManager artemis;
    private final ProtocolManagerFactory<MQTTInterceptor> factory;
    private final SharedParts shared;
    private final Guards guards;

    MqttProtocol(
            ActiveMQServer server,
            MQTTProtocolManager artemis,
            ProtocolManagerFactory<MQTTInterceptor> factory,
            SharedParts shared,
            Guards guards) {
        this.server = server;
        this.artemis = artemis;
        this.factory = factory;
        this.shared = shared;
        this.guards = guards;
    }

    @Override
    public void addChannelHandlers(ChannelPipeline pipeline) {
        artemis.addChannelHandlers(pipeline);
        MqttHandler handler = new MqttHandler(
                server,
                artemis,
                shared,
                new PacketThread(server, pipeline.channel().eventLoop(), shared.tasks()));
        pipeline.replace(MQTTProtocolHandler.class, HANDLER, handler);
        pipeline.addBefore(HANDLER, ORDER, handler.order());
        pipeline.addBefore(ORDER, TOPICS, new TopicPackets());
        handler.guarded(guards.addTo(pipeline, ORDER, artemis.getTopicAliasMaximum(), handler));
    }

    @Override
    public ConnectionEntry createConnectionEntry(Acceptor acceptor, Connection connection) {
        ConnectionEntry entry = artemis.createConnectionEntry(acceptor, connection);
        MqttHandler handler = Objects.requireNonNull(MqttHandler.of(connection));
        // Artemis has just made the connection's context and left it on this thread; it has no other way to get at it.
        handler.open(entry, server.getStorageManager().getContext());
        // Until its CONNECT it is the front door's.
        entry.ttl = -1;
        server.getStorageManager().clearContext();
        return entry;
    }

    @Override
    public ProtocolManagerFactory<MQTTInterceptor> getFactory() {
        return factory;
    }

    // Raw, as Artemis declares it.
    @SuppressWarnings("rawtypes")
    @Override
    public void updateInterceptors(List<BaseInterceptor> incoming, List<BaseInterceptor> outgoing) {
        artemis.updateInterceptors(incoming, outgoing);
    }

    @Override
    public void handleBuffer(RemotingConnection connection, ActiveMQBuffer buffer) {
        artemis.handleBuffer(connection, buffer);
    }

    /** The front door has looked at them. Artemis looks at eight, and fails at a CONNECT whose length takes four. */
    @Override
    public boolean isProtocol(byte[] firstBytes) {
        return true;
    }

    @Override
    public boolean acceptsNoHandshake() {
        return artemis.acceptsNoHandshake();
    }

    @Override
    public void handshake(NettyServerConnection connection, ActiveMQBuffer buffer) {
        artemis.handshake(connection, buffer);
    }

    @Override
    public List<String> websocketSubprotocolIdentifiers() {
        return artemis.websocketSubprotocolIdentifiers();
    }

    @Override
    public void setAnycastPrefix(String prefix) {
        artemis.setAnycastPrefix(prefix);
    }

    @Override
    public void setMulticastPrefix(String prefix) {
        artemis.setMulticastPrefix(prefix);
    }

    @Override
    public Map<SimpleString, RoutingType> getPrefixes() {
        return artemis.getPrefixes();
    }

    @Override
    public void setSecurityDomain(String domain) {
        artemis.setSecurityDomain(domain);
    }

    @Override
    public String getSecurityDomain() {
        return artemis.getSecurityDomain();
    }

    @Override
    public MQTTRoutingHandler getRoutingHandler() {
        return artemis.getRoutingHandler();
    }
}
