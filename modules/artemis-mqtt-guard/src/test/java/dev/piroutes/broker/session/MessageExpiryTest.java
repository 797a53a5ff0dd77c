package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.time.FakeTime;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.impl.MessageReferenceImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageExpiryTest {
    private static final int EXPIRY = MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value();

    private final FakeTime time = new FakeTime();
    private final MessageExpiry expiry = new MessageExpiry(null, new BrokerClock(null, time));

    /** Artemis notes the length of what it sends. */
    private static MqttPublishMessage packet(MqttProperties properties) {
        return new MqttPublishMessage(
                new MqttFixedHeader(MqttMessageType.PUBLISH, false, MqttQoS.AT_LEAST_ONCE, false, 40),
                new MqttPublishVariableHeader("a", 1, properties),
                Unpooled.EMPTY_BUFFER);
    }

    /** As it is when it has been routed. */
    private Message published(long seconds) {
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.IntegerProperty(EXPIRY, (int) seconds));
        Message message = new CoreMessage(1, 64);
        expiry.publish(packet(properties), () -> expiry.beforeSend(null, null, message, false, false));
        expiry.beforeMessageRoute(message, null, false, false);
        assertThat(message.getExpiration()).as("what Artemis sees").isZero();
        return message;
    }

    /** What its PUBLISH to a client says. */
    private Object told(Message message, int maxSize) {
        MqttPublishMessage out = packet(new MqttProperties());
        expiry.beforeDeliver(null, new MessageReferenceImpl(message, null));
        expiry.sent(out, maxSize);
        expiry.afterDeliver(null, null);
        var property = out.variableHeader().properties().getProperty(EXPIRY);
        return property == null ? null : ((Integer) property.value()) & 0xffff_ffffL;
    }

    /** 2,147,483 s are the 24.8 days of 32 bits of milliseconds; 3,000,000 would be negative, 5,000,000 too short. */
    @ParameterizedTest
    @ValueSource(
            longs = {1, 3_600, 2_147_483, 2_147_484, 2_592_000, 3_000_000, 5_000_000, 2_147_483_648L, 4_294_967_295L})
    void holdsOverItsWholeRange(long seconds) {
        Message message = published(seconds);
        assertThat(told(message, 0)).isEqualTo(seconds);
        time.pass(Duration.ofSeconds(seconds).minusSeconds(1));
        assertThat(expiry.isExpired(message)).isFalse();
        assertThat(told(message, 0)).isEqualTo(1L);
        time.pass(Duration.ofSeconds(1).plusMillis(50));
        assertThat(expiry.isExpired(message)).isTrue();
    }

    @Test
    void ofZeroIsForWhoTakesItAtOnce() {
        Message message = published(0);
        assertThat(expiry.isExpired(message)).isFalse();
        assertThat(told(message, 0)).isEqualTo(0L);
        time.pass(Duration.ofSeconds(1));
        assertThat(expiry.isExpired(message)).isTrue();
    }

    @Test
    void isNotWhereThereIsNone() {
        Message message = new CoreMessage(1, 64);
        expiry.publish(packet(new MqttProperties()), () -> expiry.beforeSend(null, null, message, false, false));
        expiry.beforeMessageRoute(message, null, false, false);
        time.pass(Duration.ofDays(36_500));
        assertThat(expiry.isExpired(message)).isFalse();
        assertThat(told(message, 0)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "2027-01-01T00:00:00Z"})
    void theClockIsNotAsked(String set) {
        Message message = published(60);
        time.set(set);
        assertThat(expiry.isExpired(message)).isFalse();
        assertThat(told(message, 0)).isEqualTo(60L);
        time.pass(Duration.ofSeconds(61));
        assertThat(expiry.isExpired(message)).isTrue();
    }

    @Test
    void anExpiryDelayOfTheAddressCountsTheSame() {
        Message message = new CoreMessage(1, 64);
        message.setExpiration(System.currentTimeMillis() + 60_000);
        expiry.beforeMessageRoute(message, null, false, false);
        assertThat(message.getExpiration()).isZero();
        time.pass(Duration.ofSeconds(59));
        assertThat(expiry.isExpired(message)).isFalse();
        time.pass(Duration.ofSeconds(2));
        assertThat(expiry.isExpired(message)).isTrue();
    }

    @Test
    void isNotToldWhereThePacketWouldBecomeTooLarge() {
        Message message = published(60);
        assertThat(told(message, 49)).isEqualTo(60L);
        assertThat(told(message, 48)).isNull();
    }
}
