package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.ClientIds;
import dev.piroutes.broker.guard.WithoutWill;
import dev.piroutes.broker.session.Sessions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQRemoteDisconnectException;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.jspecify.annotations.Nullable;

/**
 * The session of one connection: from its CONNECT, which may take another connection's place, to its end, whoever ends it.
 * {@link Sessions} is told, which writes down what outlives the connection.
 */
final class ClientSession {
    final MQTTConnection connection;
    final OperationContext context;
    final ChannelHandlerContext channel;

    private final MqttHandler handler;
    private final StorageManager storage;
    private final MQTTProtocolManager protocol;
    private final SharedParts shared;
    private final ConnectionEntry entry;

    private boolean clean;
    /** Whether it outlives the connection. */
    private boolean lasts;
    /** The CONNECT, while it is handled. */
    private @Nullable MqttConnectMessage connecting;

    // Set before the CONNECT is accepted.
    private volatile @Nullable ServerSession server;

    // Set when the CONNECT has been accepted.
    private volatile @Nullable Client client;
    private volatile @Nullable MQTTSessionState state;
    private volatile boolean ended;
    /** The client has said DISCONNECT, and the session is being ended. */
    private volatile boolean leaving;

    /** @param context of the connection, in which it publishes */
    ClientSession(
            MqttHandler handler,
            StorageManager storage,
            MQTTProtocolManager protocol,
            SharedParts shared,
            ConnectionEntry entry,
            OperationContext context,
            ChannelHandlerContext channel) {
        this.handler = handler;
        this.storage = storage;
        this.protocol = protocol;
        this.shared = shared;
        this.entry = entry;
        this.connection = (MQTTConnection) entry.connection;
        this.context = context;
        this.channel = channel;
    }

    /** {@code null} until its CONNECT has been accepted. */
    @Nullable
    Client client() {
        return client;
    }

    void serverSession(ServerSession made) {
        server = made;
    }

    /** Artemis's, of a client that is connected. */
    ServerSession server() {
        return Objects.requireNonNull(server, "not connected");
    }

    /** {@code null} until its CONNECT has been accepted. */
    @Nullable
    MQTTSessionState state() {
        return state;
    }

    boolean lasts() {
        return lasts;
    }

    /**
     * The client asks to be connected.
     *
     * @param last of the connection that it had before, or still has
     * @param artemis handles the packet, and calls {@link #accepted} if it accepts it
     */
    void connect(MqttConnectMessage packet, @Nullable ClientSession last, Consumer<MqttMessage> artemis) {
        String asked = packet.payload().clientIdentifier();
        // Asked before it is closed: then it has none.
        String takenFrom = last != null && last.isOpen() ? last.connection.getRemoteAddress() : null;
        clean = packet.variableHeader().isCleanSession();
        Object before = shared.sessions().connecting(asked);
        connecting = packet;
        artemis.accept(WithoutWill.of(packet));
        connecting = null;
        keepAlive(packet);
        if (before != null && client == null) {
            shared.sessions().refused(asked, before);
            if (last != null && last.isOver()) {
                last.ended();
            }
        }
        if (takenFrom != null && client != null) {
            shared.takeovers()
                    .tookOver(ClientIds.decode(asked), String.valueOf(connection.getRemoteAddress()), takenFrom);
        }
    }

    private void keepAlive(MqttConnectMessage packet) {
        // Artemis looks no more.
        entry.ttl = -1;
        KeepAlive keepAlive = new KeepAlive(packet, protocol.getServerKeepAlive(), System::nanoTime);
        channel.executor().execute(() -> {
            ChannelHandlerContext decoder = channel.pipeline().context(MqttDecoder.class);
            if (client != null && decoder != null) {
                channel.pipeline().addAfter(decoder.name(), null, keepAlive);
            }
        });
    }

    /** Before the client can know that it is connected, and send on, close, and connect again. */
    void accepted() {
        String clientId = connection.getClientID();
        // Artemis may have ended another session on this thread, in that one's context.
        storage.setContext(context);
        MQTTSessionState started = stateOf(clientId);
        state = started;
        lasts = shared.sessions()
                .connected(
                        handler, started, Objects.requireNonNull(connecting), started.getClientSessionExpiryInterval());
        Client known = shared.clients().of(clientId);
        known.connected(handler, clean);
        client = known;
        shared.clients().tidy(protocol.getStateManager());
    }

    private MQTTSessionState stateOf(String clientId) {
        try {
            return protocol.getStateManager().getSessionState(clientId);
        } catch (Exception e) {
            throw new IllegalStateException("no session state of client id " + clientId, e);
        }
    }

    /** The client says DISCONNECT. @param artemis handles it */
    void disconnect(MqttMessage packet, Consumer<MqttMessage> artemis) {
        boolean withWill = false;
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            // Not only where it asks for it: whoever leaves over an error has a will, too (MQTT-3.1.2-8,
            // MQTT-3.14.4-3).
            withWill = header.reasonCode() != 0;
            properties = header.properties();
        }
        String clientId = String.valueOf(connection.getClientID());
        boolean stays = shared.sessions().disconnecting(handler, clientId, withWill, properties);
        leaving = true;
        MQTTSessionState known = state;
        if (known != null && !stays) {
            known.setClientSessionExpiryInterval(0);
        }
        // Artemis is not told an interval, which it would count in 32 bits of milliseconds: Sessions ends the session.
        artemis.accept(MqttMessageBuilders.disconnect().build());
        ended = true;
        leaving = false;
    }

    /** Called when everything that came has been handled and the socket is closed. */
    void ended() {
        ended = true;
        shared.publishers().closed(context);
        if (client == null) {
            return;
        }
        storage.setContext(context);
        try {
            shared.sessions().ended(handler, connection.getClientID());
        } finally {
            storage.clearContext();
        }
    }

    /** Ends it for Artemis, after {@link #ended}, in this connection's context: it is not the calling thread's own. */
    void close() {
        storage.setContext(context);
        try {
            connection.fail(new ActiveMQRemoteDisconnectException());
        } finally {
            storage.clearContext();
        }
    }

    /** Whether it takes no more packets of this connection. */
    boolean isOver() {
        MQTTSessionState known = state;
        return ended || !leaving && known != null && !known.isAttached();
    }

    boolean isOpen() {
        return !ended && !leaving && channel.channel().isActive();
    }
}
