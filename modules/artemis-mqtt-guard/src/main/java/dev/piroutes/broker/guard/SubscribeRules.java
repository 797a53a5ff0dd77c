package dev.piroutes.broker.guard;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubAckPayload;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions that one connection asks for. Of a SUBSCRIBE, Artemis gets the filters that are granted, and its SUBACK
 * gets the refusals put in between.
 */
final class SubscribeRules {
    /** Nobody can have subscribed to it, so that it can be unsubscribed from in place of a filter not for Artemis. */
    private static final String NOBODYS = "$piroutes/none";

    private static final int GRANTED = -1;

    /** By packet id; more than one if a client uses an id twice. */
    private final Map<Integer, Deque<Asked>> waiting = new HashMap<>();

    private int asked;
    private long bytes;

    /**
     * @param codes for each filter; of those that Artemis has, {@link #GRANTED}
     * @param fresh how many of them are new to the session
     * @param bytes what these take
     */
    private record Asked(int[] codes, int fresh, long bytes) {}

    /**
     * What a bridge of Mosquitto's wants though MQTT 3.1.1 has no words for it: not what it has published itself, and the
     * retained flag as it was published.
     */
    static MqttSubscribeMessage ofBridge(MqttSubscribeMessage subscribe) {
        List<MqttTopicSubscription> asked = subscribe.payload().topicSubscriptions().stream()
                .map(each -> new MqttTopicSubscription(
                        each.topicFilter(),
                        new MqttSubscriptionOption(
                                each.qualityOfService(),
                                !each.topicFilter().startsWith("$share/"),
                                true,
                                RetainedHandlingPolicy.SEND_AT_SUBSCRIBE)))
                .toList();
        return new MqttSubscribeMessage(
                subscribe.fixedHeader(), subscribe.idAndPropertiesVariableHeader(), new MqttSubscribePayload(asked));
    }

    static Offence tooMany(Limits limits) {
        return new Offence(
                Offence.Kind.LIMIT,
                "more than " + limits.get(Limit.MAX_SUBSCRIPTIONS) + " subscriptions" + Limit.MAX_SUBSCRIPTIONS.place(),
                Offence.QUOTA);
    }

    /** How many filters that are new to the session Artemis has not confirmed yet. */
    int asked() {
        return asked;
    }

    /** What these will take of the heap. */
    long bytes() {
        return bytes;
    }

    /**
     * Splits a SUBSCRIBE.
     *
     * @param refusals for each filter the code to refuse it with; {@code null}: it is granted
     * @param fresh how many of the granted ones are new to the session
     * @param more what these will take of the heap
     * @return what is left for Artemis; {@code null}: nothing, and {@link #refused} is the answer
     */
    @Nullable
    MqttSubscribeMessage granted(
            MqttSubscribeMessage subscribe, List<@Nullable Integer> refusals, int fresh, long more) {
        List<MqttTopicSubscription> granted = new ArrayList<>();
        List<MqttTopicSubscription> all = subscribe.payload().topicSubscriptions();
        for (int i = 0; i < all.size(); i++) {
            if (refusals.get(i) == null) {
                MqttTopicSubscription one = all.get(i);
                granted.add(new MqttTopicSubscription(NameRules.encodeShare(one.topicFilter()), one.option()));
            }
        }
        if (granted.isEmpty()) {
            return null;
        }
        asked += fresh;
        bytes += more;
        int id = subscribe.variableHeader().messageId();
        waiting.computeIfAbsent(id, key -> new ArrayDeque<>()).add(new Asked(codes(refusals), fresh, more));
        return new MqttSubscribeMessage(
                subscribe.fixedHeader(), subscribe.idAndPropertiesVariableHeader(), new MqttSubscribePayload(granted));
    }

    private static int[] codes(List<@Nullable Integer> refusals) {
        return refusals.stream()
                .mapToInt(refusal -> refusal == null ? GRANTED : refusal)
                .toArray();
    }

    /** The SUBACK for a SUBSCRIBE of which nothing is granted. */
    static MqttSubAckMessage refused(MqttSubscribeMessage subscribe, List<@Nullable Integer> refusals) {
        return suback(subscribe.variableHeader().messageId(), MqttProperties.NO_PROPERTIES, codes(refusals));
    }

    private static MqttSubAckMessage suback(int id, MqttProperties properties, int[] codes) {
        return new MqttSubAckMessage(
                new MqttFixedHeader(MqttMessageType.SUBACK, false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(id, properties),
                new MqttSubAckPayload(codes));
    }

    /** Artemis's SUBACK, with the refusals in their places. */
    MqttSubAckMessage complete(MqttSubAckMessage suback) {
        int id = suback.variableHeader().messageId();
        Deque<Asked> sameId = waiting.get(id);
        if (sameId == null) {
            return suback;
        }
        Asked first = sameId.remove();
        int[] codes = first.codes;
        if (sameId.isEmpty()) {
            waiting.remove(id);
        }
        List<Integer> granted = suback.payload().reasonCodes();
        asked -= first.fresh;
        bytes -= first.bytes;
        if (granted.size() == codes.length) {
            return suback;
        }
        int next = 0;
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] == GRANTED) {
                codes[i] = granted.get(next++);
            }
        }
        return suback(id, suback.idAndPropertiesVariableHeader().properties(), codes);
    }

    /**
     * An UNSUBSCRIBE for Artemis.
     *
     * @param refused which of its filters Artemis must not see
     */
    static MqttUnsubscribeMessage forArtemis(MqttUnsubscribeMessage unsubscribe, boolean[] refused) {
        String[] filters = unsubscribe.payload().topics().toArray(String[]::new);
        for (int i = 0; i < filters.length; i++) {
            filters[i] = refused[i] ? NOBODYS : NameRules.encodeShare(filters[i]);
        }
        return new MqttUnsubscribeMessage(
                unsubscribe.fixedHeader(),
                unsubscribe.idAndPropertiesVariableHeader(),
                new MqttUnsubscribePayload(Arrays.asList(filters)));
    }
}
