package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WillTest {

    private static Message message() {
        Message message = new CoreMessage(1, 64);
        message.putIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY, 1);
        return message;
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 60, 2_592_000, 4_294_967_295L})
    void isReadAsItWasWritten(long expiry) {
        Will will = Will.of(new Will(message(), "a.b", 4_294_967_295L, expiry).record(2));
        assertThat(will.address()).isEqualTo("a.b");
        assertThat(will.delay()).isEqualTo(4_294_967_295L);
        assertThat(will.expiry()).isEqualTo(expiry);
    }

    @Test
    void withoutAnExpiryIsOfUseForEver() {
        assertThat(new Will(message(), "a.b", 0, -1).toSend(2).getExpiration()).isZero();
        assertThat(new Will(message(), "a.b", 0, 4_294_967_295L).toSend(2).getExpiration())
                .isGreaterThan(System.currentTimeMillis() + 4_294_000_000_000L);
    }
}
