package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.Weight;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnAckVariableHeader;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import org.jspecify.annotations.Nullable;

/** What may be in a CONNECT, and what of it Artemis gets to see. */
final class ConnectRules {
    static final int MQTT_5 = 5;
    private static final int SESSION_EXPIRY = MqttPropertyType.SESSION_EXPIRY_INTERVAL.value();

    private final Limits limits;
    private final NameRules nameRules;
    /** Of the last CONNECT that was checked. */
    private int version;

    private boolean lasts;

    ConnectRules(Limits limits, NameRules nameRules) {
        this.limits = limits;
        this.nameRules = nameRules;
    }

    static boolean isMqtt5(MqttConnectMessage connect) {
        return connect.variableHeader().version() == MQTT_5;
    }

    /** What is wrong with it; {@code null}: nothing. */
    @Nullable
    Offence check(MqttConnectMessage connect) {
        version = connect.variableHeader().version();
        lasts = number(connect, MqttPropertyType.SESSION_EXPIRY_INTERVAL, 0) != 0;
        MqttConnectPayload payload = connect.payload();
        String clientId = payload.clientIdentifier();
        if (clientId.isEmpty() && !isMqtt5(connect) && !connect.variableHeader().isCleanSession()) {
            return new Offence(
                    Offence.Kind.CLIENT_ID,
                    "a session that outlives its connection needs a client id",
                    Offence.BAD_CLIENT_ID);
        }
        Offence offence = nameRules.ofClientId(clientId);
        if (offence == null && connect.variableHeader().isWillFlag()) {
            offence = nameRules.ofTopic(payload.willTopic());
        }
        if (offence == null
                && isMqtt5(connect)
                && property(connect, MqttPropertyType.AUTHENTICATION_METHOD.value()) != null) {
            offence = new Offence(
                    Offence.Kind.MALFORMED,
                    "enhanced authentication is not supported",
                    Offence.BAD_AUTHENTICATION_METHOD);
        }
        return offence;
    }

    /** What its will takes of the heap while it is kept; 0: it has none. */
    static long willBytes(MqttConnectMessage connect) {
        MqttConnectPayload payload = connect.payload();
        return connect.variableHeader().isWillFlag()
                ? Weight.of(payload.willTopic(), payload.willProperties(), payload.willMessageInBytes().length)
                : 0;
    }

    /** What is wrong with a DISCONNECT; {@code null}: nothing. A session that ends with its connection cannot be prolonged (3.14.2.2.2). */
    @Nullable
    Offence check(MqttMessage disconnect) {
        boolean prolongs = !lasts
                && disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.properties().getProperty(SESSION_EXPIRY) instanceof IntegerProperty asked
                && asked.value() != 0;
        return prolongs ? Offence.protocol("a session expiry in a DISCONNECT after none in the CONNECT") : null;
    }

    /** The largest packet that the client takes. */
    static long maximum(MqttConnectMessage connect) {
        return number(connect, MqttPropertyType.MAXIMUM_PACKET_SIZE, Long.MAX_VALUE);
    }

    private static long number(MqttConnectMessage connect, MqttPropertyType type, long otherwise) {
        return property(connect, type.value()) instanceof Integer value ? Integer.toUnsignedLong(value) : otherwise;
    }

    private static @Nullable Object property(MqttConnectMessage connect, int id) {
        MqttProperties.MqttProperty<?> found =
                connect.variableHeader().properties().getProperty(id);
        return found == null ? null : found.value();
    }

    /** The session expiry that the client asks for, as far as it is allowed; {@code null} if it gets what it asks for. */
    @Nullable
    Integer cappedExpiry(MqttConnectMessage connect) {
        int most = limits.get(Limit.MAX_SESSION_EXPIRY);
        return property(connect, SESSION_EXPIRY) instanceof Integer asked && Integer.compareUnsigned(asked, most) > 0
                ? Integer.valueOf(most)
                : null;
    }

    /** The same for Artemis: with an encoded client id, and without an expiry that is too far away. */
    MqttConnectMessage forArtemis(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        MqttConnectPayload payload = connect.payload();
        String clientId = payload.clientIdentifier();
        Integer expiry = cappedExpiry(connect);
        MqttConnectVariableHeader newHeader = new MqttConnectVariableHeader(
                header.name(),
                header.version(),
                header.hasUserName(),
                header.hasPassword(),
                header.isWillRetain(),
                header.willQos(),
                header.isWillFlag(),
                // An id that the broker chooses has no session yet. Artemis refuses to choose one otherwise.
                header.isCleanSession() || clientId.isEmpty(),
                header.keepAliveTimeSeconds(),
                expiry == null ? header.properties() : with(header.properties(), expiry));
        MqttConnectPayload newPayload = new MqttConnectPayload(
                ClientIds.encode(clientId),
                payload.willProperties(),
                payload.willTopic(),
                payload.willMessageInBytes(),
                payload.userName(),
                payload.passwordInBytes());
        return new MqttConnectMessage(connect.fixedHeader(), newHeader, newPayload);
    }

    /** A DISCONNECT, which may set the session expiry anew. */
    MqttMessage capped(MqttMessage disconnect) {
        int most = limits.get(Limit.MAX_SESSION_EXPIRY);
        if (disconnect.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header
                && header.properties().getProperty(SESSION_EXPIRY) instanceof IntegerProperty asked
                && Integer.compareUnsigned(asked.value(), most) > 0) {
            return new MqttMessage(
                    disconnect.fixedHeader(),
                    new MqttReasonCodeAndPropertiesVariableHeader(
                            header.reasonCode(), with(header.properties(), most)));
        }
        return disconnect;
    }

    /**
     * Tells the client the session expiry that it gets (MQTT 5, 3.2.2.3.2). In MQTT 3.1, whether a session is present is a
     * reserved bit.
     *
     * @param expiry {@code null}: it gets what it has asked for
     */
    MqttConnAckMessage forClient(MqttConnAckMessage connack, @Nullable Integer expiry) {
        MqttConnAckVariableHeader header = connack.variableHeader();
        boolean present = header.isSessionPresent() && version != PacketSyntax.MQTT_3_1;
        return expiry == null && present == header.isSessionPresent()
                ? connack
                : new MqttConnAckMessage(
                        connack.fixedHeader(),
                        new MqttConnAckVariableHeader(
                                header.connectReturnCode(),
                                present,
                                expiry == null ? header.properties() : with(header.properties(), expiry)));
    }

    /** The properties with another session expiry. */
    private static MqttProperties with(MqttProperties properties, int expiry) {
        MqttProperties changed = new MqttProperties();
        for (MqttProperties.MqttProperty<?> property : properties.listAll()) {
            if (property.propertyId() != SESSION_EXPIRY) {
                changed.add(property);
            }
        }
        changed.add(new IntegerProperty(SESSION_EXPIRY, expiry));
        return changed;
    }
}
