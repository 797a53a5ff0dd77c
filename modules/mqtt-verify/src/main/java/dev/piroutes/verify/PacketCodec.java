package dev.piroutes.verify;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the packets of one connection, both ways, with Netty's codec, and writes those that the examiner puts in. One codec
 * for both ways because the CONNECT decides how all others are written: MQTT 3.1.1 or 5. Not thread-safe.
 */
final class PacketCodec {

    /** In bytes; as large as our own broker takes them by default. */
    static final int LARGEST = 256 * 1024;

    private static final int LONGEST_CLIENT_ID = 65_535;

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new MqttDecoder(LARGEST, LONGEST_CLIENT_ID), MqttEncoder.INSTANCE);

    /**
     * @param frame one whole packet; not released
     * @param from the device's address, for a CONNECT
     * @throws IllegalArgumentException if it is no MQTT
     */
    Packet.Content read(ByteBuf frame, String from) {
        channel.writeInbound(frame.copy());
        MqttMessage message = channel.readInbound();
        try {
            if (message == null || message.decoderResult().isFailure()) {
                throw new IllegalArgumentException("no MQTT");
            }
            return content(message, from);
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static Packet.Content content(MqttMessage message, String from) {
        if (message instanceof MqttConnectMessage connect) {
            return connect(connect, from);
        }
        if (message instanceof MqttConnAckMessage connack) {
            return new Packet.Connack(
                    connack.variableHeader().isSessionPresent(),
                    connack.variableHeader().connectReturnCode().byteValue() & 0xff);
        }
        if (message instanceof MqttPublishMessage publish) {
            return publish(publish);
        }
        if (message instanceof MqttSubscribeMessage subscribe) {
            return new Packet.Subscribe(
                    subscribe.variableHeader().messageId(),
                    subscribe.payload().topicSubscriptions().stream()
                            .map(s -> new Packet.Filter(
                                    s.topicFilter(), s.qualityOfService().value()))
                            .toList());
        }
        MqttMessageType type = message.fixedHeader().messageType();
        return type == MqttMessageType.PUBACK
                ? new Packet.Puback(((MqttMessageIdVariableHeader) message.variableHeader()).messageId())
                : new Packet.Other(type);
    }

    private static Packet.Connect connect(MqttConnectMessage message, String from) {
        var header = message.variableHeader();
        var payload = message.payload();
        boolean persistent = header.version() < 5 ? !header.isCleanSession() : expiry(header.properties()) > 0;
        Packet.Will will = header.isWillFlag()
                ? new Packet.Will(
                        Objects.requireNonNullElse(payload.willTopic(), ""),
                        text(payload.willMessageInBytes()),
                        header.willQos(),
                        header.isWillRetain())
                : null;
        return new Packet.Connect(
                Objects.requireNonNullElse(payload.clientIdentifier(), ""),
                header.version(),
                persistent,
                header.keepAliveTimeSeconds(),
                will,
                from);
    }

    /** Seconds, unsigned in 32 bits; MQTT 5's default is 0. */
    private static long expiry(MqttProperties properties) {
        MqttProperties.MqttProperty<?> expiry =
                properties.getProperty(MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
        return expiry == null ? 0 : Integer.toUnsignedLong((Integer) expiry.value());
    }

    private static Packet.Publish publish(MqttPublishMessage message) {
        MqttFixedHeader fixed = message.fixedHeader();
        int id = fixed.qosLevel().value() == 0 ? 0 : message.variableHeader().packetId();
        return new Packet.Publish(
                message.variableHeader().topicName(),
                message.payload().toString(StandardCharsets.UTF_8),
                fixed.qosLevel().value(),
                fixed.isRetain(),
                fixed.isDup(),
                id,
                properties(message.variableHeader().properties()));
    }

    private static Packet.Properties properties(MqttProperties seen) {
        Map<String, String> user = new LinkedHashMap<>();
        seen.getProperties(MqttPropertyType.USER_PROPERTY.value())
                .forEach(property -> user.put(
                        ((MqttProperties.UserProperty) property).value().key,
                        ((MqttProperties.UserProperty) property).value().value));
        byte[] correlation = (byte[]) value(seen, MqttPropertyType.CORRELATION_DATA);
        return new Packet.Properties(
                (String) value(seen, MqttPropertyType.RESPONSE_TOPIC),
                correlation == null ? null : text(correlation),
                (Integer) value(seen, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL),
                user);
    }

    private static @Nullable Object value(MqttProperties properties, MqttPropertyType type) {
        MqttProperties.MqttProperty<?> property = properties.getProperty(type.value());
        return property == null ? null : property.value();
    }

    private static MqttProperties properties(Packet.Properties wanted) {
        MqttProperties properties = new MqttProperties();
        if (wanted.responseTopic() != null) {
            properties.add(
                    new MqttProperties.StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), wanted.responseTopic()));
        }
        if (wanted.correlation() != null) {
            properties.add(new MqttProperties.BinaryProperty(
                    MqttPropertyType.CORRELATION_DATA.value(),
                    wanted.correlation().getBytes(StandardCharsets.UTF_8)));
        }
        if (wanted.expiry() != null) {
            properties.add(new MqttProperties.IntegerProperty(
                    MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), wanted.expiry()));
        }
        wanted.user().forEach((name, value) -> properties.add(new MqttProperties.UserProperty(name, value)));
        return properties;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    /** As bytes, for the version that the connection has. */
    ByteBuf write(Packet.Publish publish) {
        return write(new MqttPublishMessage(
                new MqttFixedHeader(
                        MqttMessageType.PUBLISH, publish.dup(), MqttQoS.valueOf(publish.qos()), publish.retained(), 0),
                new MqttPublishVariableHeader(publish.topic(), publish.id(), properties(publish.properties())),
                Unpooled.copiedBuffer(publish.payload(), StandardCharsets.UTF_8)));
    }

    ByteBuf write(MqttMessage message) {
        channel.writeOutbound(message);
        return channel.readOutbound();
    }

    void close() {
        channel.finishAndReleaseAll();
    }
}
