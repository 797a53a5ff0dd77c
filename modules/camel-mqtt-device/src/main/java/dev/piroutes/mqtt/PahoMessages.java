package dev.piroutes.mqtt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The messages that Paho has on their way to the broker, over the ends of connections, and what is known of each. */
final class PahoMessages {

    private static final Logger LOG = LoggerFactory.getLogger(PahoMessages.class);

    /** Hands a message to Paho. */
    @FunctionalInterface
    interface Sender {
        IMqttDeliveryToken send(@Nullable Object userContext) throws MqttException;
    }

    /** One of them: what Paho calls its user's context. */
    private static final class UnderWay {
        private final Object context;
        private final AtomicBoolean told = new AtomicBoolean();
        private volatile @Nullable IMqttToken token;

        private UnderWay(Object context) {
            this.context = context;
        }

        /** Whether the broker has it. Paho tells its callback later, if the connection has ended meanwhile: at the next one. */
        private boolean isAcknowledged() {
            IMqttToken known = token;
            return known != null && known.isComplete() && known.getException() == null;
        }
    }

    private final Transport.Listener listener;
    private final KeptMessages kept = new KeptMessages();
    /** The packet ids of what was published on this connection; more than are under way. */
    private final Set<Integer> written = ConcurrentHashMap.newKeySet();
    /** In order; those of which the listener has not been told that they are acknowledged. */
    private final Set<UnderWay> underWay = Collections.synchronizedSet(new LinkedHashSet<>());

    PahoMessages(Transport.Listener listener) {
        this.listener = listener;
    }

    /** Where Paho keeps them. */
    KeptMessages kept() {
        return kept;
    }

    /** Before each connection. @param clean whether Paho forgets what was under way */
    void begin(boolean clean) {
        written.clear();
        if (clean) {
            underWay.clear();
        }
    }

    /** To be called with each packet id before its PUBLISH is written. */
    void written(int packetId) {
        written.add(packetId);
    }

    /** @param context if null, nobody is to be told */
    IMqttDeliveryToken send(@Nullable Object context, Sender paho) throws MqttException {
        if (context == null) {
            return paho.send(null);
        }
        UnderWay sending = new UnderWay(context);
        underWay.add(sending);
        try {
            IMqttDeliveryToken token = paho.send(sending);
            sending.token = token;
            return token;
        } catch (MqttException e) {
            underWay.remove(sending);
            throw e;
        }
    }

    /** See {@link Transport#forget}. */
    List<Object> forget(PahoClient client, Predicate<Object> contexts) {
        List<Object> forgotten = new ArrayList<>();
        for (IMqttDeliveryToken token : client.getPendingDeliveryTokens()) {
            if (token.getUserContext() instanceof UnderWay message
                    && contexts.test(message.context)
                    && !kept.isReleased(token.getMessageId())) {
                forget(client, token);
                underWay.remove(message);
                forgotten.add(message.context);
            }
        }
        return forgotten;
    }

    private static void forget(PahoClient client, IMqttDeliveryToken token) {
        try {
            client.removeMessage(token);
        } catch (MqttException | RuntimeException e) {
            // It has just been acknowledged, and Paho knows nothing of it any more; else it may be sent once more.
            LOG.debug("{}: not taken back: {}", client.getClientId(), e.toString());
        }
    }

    /** See {@link Transport#unanswered}. */
    List<Object> unanswered(PahoClient client) {
        return Arrays.stream(client.getPendingDeliveryTokens())
                .filter(token -> written.contains(token.getMessageId()) && !kept.isReleased(token.getMessageId()))
                .map(IMqttDeliveryToken::getUserContext)
                .filter(message -> underWay.contains(message))
                .map(message -> ((UnderWay) message).context)
                .toList();
    }

    /** Tells the listener what the broker has acknowledged and Paho has not told yet. */
    void tellAcknowledged() {
        acknowledged().forEach(this::tell);
    }

    /** Whether Paho is just telling the rest. */
    boolean isTelling() {
        return !acknowledged().isEmpty();
    }

    private List<UnderWay> acknowledged() {
        synchronized (underWay) {
            return underWay.stream().filter(UnderWay::isAcknowledged).toList();
        }
    }

    /** What Paho tells. */
    void acknowledged(IMqttDeliveryToken token) {
        if (token.getUserContext() instanceof UnderWay message) {
            tell(message);
        }
    }

    /** At most once for each. */
    private void tell(UnderWay message) {
        if (message.told.compareAndSet(false, true)) {
            listener.acknowledged(message.context);
            underWay.remove(message);
        }
    }
}
