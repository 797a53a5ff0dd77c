package dev.piroutes.mqtt;

import dev.piroutes.mqtt.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.internal.NetworkModuleService;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 5, over the sockets and WebSockets of Paho's client. Paho's own session is not used: what it sends again after a
 * reconnect may carry a topic alias that the broker has forgotten, it holds itself to the broker's receive maximum too late,
 * it cannot take a message back, and it acknowledges one of QoS 2 before anybody has handled it.
 */
final class Mqtt5Transport implements Transport {

    private static final Duration LEAVE = Duration.ofSeconds(1);

    private final DeviceOptions options;
    private final Mqtt5Options mqtt5;
    private final Listener listener;
    private final Mqtt5Session session = new Mqtt5Session();
    private volatile @Nullable Mqtt5Connection current;
    private volatile String broker = "";

    /** @throws NullPointerException if the options are not of MQTT 5 */
    Mqtt5Transport(DeviceOptions options, Listener listener) {
        this.options = options;
        this.mqtt5 = Objects.requireNonNull(options.mqtt5());
        this.listener = listener;
    }

    @Override
    public void connect(SocketFactory sockets, int inFlight) throws TransportException {
        abort();
        if (options.cleanSession()) {
            session.clear();
        }
        session.renew();
        TransportException failure = null;
        for (String uri : options.serverUris()) {
            try {
                connect(uri, sockets, inFlight);
                broker = uri;
                return;
            } catch (TransportException e) {
                failure = e;
                abort();
            }
        }
        throw Objects.requireNonNull(failure);
    }

    private void connect(String uri, SocketFactory sockets, int inFlight) throws TransportException {
        MqttConnectionOptions network = new MqttConnectionOptions();
        network.setSocketFactory(sockets);
        network.setConnectionTimeout((int) ANSWER.toSeconds());
        try {
            NetworkModule module = NetworkModuleService.createInstance(uri, network, options.clientId());
            Mqtt5Connection connecting = new Mqtt5Connection(module, options.keepAlive(), session, inFlight, listener);
            current = connecting;
            connecting.open(Mqtt5Packets.connect(options, mqtt5));
        } catch (MqttException e) {
            throw new TransportException(Reason.OTHER, e);
        }
    }

    @Override
    public boolean isConnected() {
        Mqtt5Connection now = current;
        return now != null && now.isUp();
    }

    @Override
    public String broker() {
        return broker;
    }

    @Override
    public long largestPacket() {
        Mqtt5Connection now = current;
        return now == null ? BrokerTakes.ALL.packetSize() : now.takes().packetSize();
    }

    @Override
    public Map<String, Integer> subscribe(Map<String, Integer> filters) throws TransportException {
        byte[] codes = session.request(id -> Mqtt5Packets.subscribe(id, filters, mqtt5), ANSWER);
        Map<String, Integer> granted = new LinkedHashMap<>();
        int at = codes.length - filters.size();
        for (String filter : filters.keySet()) {
            if (at >= 0) {
                granted.put(filter, codes[at] & 0xff);
            }
            at++;
        }
        return granted;
    }

    @Override
    public void unsubscribe(Set<String> filters) throws TransportException {
        session.request(id -> Mqtt5Packets.unsubscribe(id, filters), ANSWER);
    }

    @Override
    public Receipt publish(Publication message, @Nullable Object context) throws TransportException {
        try {
            Mqtt5Session.Sent sent = session.publish(message, context);
            return limit -> Mqtt5Session.await(sent.done(), limit);
        } catch (IOException e) {
            throw new TransportException(Reason.OTHER, e);
        }
    }

    @Override
    public List<Object> unanswered() {
        return session.unanswered();
    }

    @Override
    public List<Object> forget(Predicate<Object> contexts) {
        return session.forget(contexts);
    }

    @Override
    public void settle() {
        Mqtt5Connection last = current;
        if (last != null && !last.isUp()) {
            last.awaitEnd(ANSWER);
        }
    }

    /** With QoS 2 too it is only now that the broker is told that the message is here: until then it would send it again. */
    @Override
    public void acknowledge(ReceivedMessage message) throws TransportException {
        Mqtt5Connection now = connected();
        if (message.qos() > 0) {
            int type = message.qos() == 1 ? Mqtt5Packets.PUBACK : Mqtt5Packets.PUBREC;
            now.send(Mqtt5Packets.answer(type, message.packetId(), 0));
        }
    }

    /** The broker closes the connection when it has read that. */
    @Override
    public void disconnect() throws TransportException {
        connected().leave(LEAVE);
    }

    private Mqtt5Connection connected() throws TransportException {
        Mqtt5Connection now = current;
        if (now == null || !now.isUp()) {
            throw new TransportException(Reason.OTHER, new IOException("not connected"));
        }
        return now;
    }

    @Override
    public void abort() {
        Mqtt5Connection now = current;
        if (now != null) {
            now.close();
            now.awaitEnd(LEAVE);
        }
    }

    @Override
    public void close() {
        abort();
    }
}
