package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscribeRulesTest {
    private final SubscribeRules subscribes = new SubscribeRules();

    private static MqttSubscribeMessage subscribe(int id, String... filters) {
        MqttMessageBuilders.SubscribeBuilder builder =
                MqttMessageBuilders.subscribe().messageId(id);
        for (String filter : filters) {
            builder.addSubscription(MqttQoS.AT_LEAST_ONCE, filter);
        }
        return builder.build();
    }

    private @Nullable MqttSubscribeMessage granted(MqttSubscribeMessage subscribe, @Nullable Integer... refusals) {
        int fresh = (int) Arrays.stream(refusals).filter(Objects::isNull).count();
        return subscribes.granted(subscribe, Arrays.asList(refusals), fresh, fresh * 1_000L);
    }

    private static MqttSubAckMessage suback(int id, int... codes) {
        return new MqttSubAckMessage(
                MqttMessageBuilders.subAck().packetId(id).build().fixedHeader(),
                new MqttMessageIdAndPropertiesVariableHeader(id, MqttProperties.NO_PROPERTIES),
                new MqttSubAckPayload(codes));
    }

    @Test
    void refusalsAreInTheirPlacesAgain() {
        MqttSubscribeMessage forArtemis = granted(subscribe(7, "a", "$x", "$share/g/b", "$y"), null, 0x87, null, 0x80);
        assertThat(forArtemis.payload().topicSubscriptions())
                .extracting(MqttTopicSubscription::topicFilter)
                .containsExactly("a", "$share/%gg/b");
        assertThat(subscribes.asked()).isEqualTo(2);
        assertThat(subscribes.bytes()).isEqualTo(2_000);
        assertThat(subscribes.complete(suback(7, 1, 2)).payload().reasonCodes()).containsExactly(1, 0x87, 2, 0x80);
        assertThat(subscribes.asked()).isZero();
        assertThat(subscribes.bytes()).isZero();
    }

    @Test
    void anIdThatIsUsedTwiceIsAnsweredTwice() {
        granted(subscribe(7, "a", "$x"), null, 0x87);
        granted(subscribe(7, "$x", "b"), 0x87, null);
        assertThat(subscribes.complete(suback(7, 1)).payload().reasonCodes()).containsExactly(1, 0x87);
        assertThat(subscribes.complete(suback(7, 1)).payload().reasonCodes()).containsExactly(0x87, 1);
    }

    @Test
    void nothingIsLeftForArtemis() {
        MqttSubscribeMessage all = subscribe(7, "$x");
        assertThat(granted(all, 0x87)).isNull();
        assertThat(subscribes.asked()).isZero();
        assertThat(SubscribeRules.refused(all, Arrays.asList(0x87)).payload().reasonCodes())
                .containsExactly(0x87);
    }
}
