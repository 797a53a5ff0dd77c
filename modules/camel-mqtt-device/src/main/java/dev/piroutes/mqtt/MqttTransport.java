package dev.piroutes.mqtt;

import dev.piroutes.net.Url;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** MQTT 3.1.1 and 5, without Paho's clients (docs/adr/0007). */
final class MqttTransport implements Transport {

    private static final Duration LEAVE = Duration.ofSeconds(1);

    /**
     * Where packet ids begin, in a range of so many: a broker that keeps the session of a process that was killed takes a message
     * of QoS 2 for one that it has, if their ids are the same. Other programs begin with 1.
     */
    private static final int FIRST_ID = 1000;

    private static final int IDS = 60_000;

    /** Makes connections, which are not open yet. */
    @FunctionalInterface
    interface Networks {
        Network to(Url broker, @Nullable SSLSocketFactory tls);
    }

    private final DeviceOptions options;
    private final MqttPackets format;
    private final Listener listener;
    private final MqttSession session;
    private final Networks networks;
    private volatile @Nullable MqttPacketHandler current;
    private volatile String broker = "";
    private volatile boolean closed;

    MqttTransport(DeviceOptions options, Listener listener) {
        this(options, listener, SocketNetwork::new);
    }

    MqttTransport(DeviceOptions options, Listener listener, Networks networks) {
        this.options = options;
        this.networks = networks;
        this.format = new MqttPackets(options.mqtt5());
        this.session =
                new MqttSession(format, FIRST_ID + ThreadLocalRandom.current().nextInt(IDS));
        this.listener = listener;
    }

    @Override
    public void connect(@Nullable SSLSocketFactory tls, int inFlight) throws TransportException {
        endLast();
        if (options.cleanSession()) {
            session.clear();
        }
        TransportException failure = null;
        for (String uri : options.serverUris()) {
            try {
                connect(Url.ofMqttUrl(uri), tls, inFlight, Will.BEST);
                broker = uri;
                return;
            } catch (TransportException e) {
                failure = e;
                endLast();
            }
        }
        throw Objects.requireNonNull(failure);
    }

    /** A broker that does not take the will as it is, says so before it says what it takes: it is tried again with less. */
    private void connect(Url broker, @Nullable SSLSocketFactory tls, int inFlight, Will will)
            throws TransportException {
        try {
            open(broker, tls, inFlight, will);
        } catch (TransportException e) {
            Will less = options.statusTopic() == null ? null : will.less(e.reason());
            if (less == null) {
                throw e;
            }
            endLast();
            connect(broker, tls, inFlight, less);
        }
    }

    private void open(Url broker, @Nullable SSLSocketFactory tls, int inFlight, Will will) throws TransportException {
        Network network = networks.to(broker, tls);
        MqttPacketHandler connecting = new MqttPacketHandler(network, options, session, format, inFlight, listener);
        current = connecting;
        if (closed) {
            throw new TransportException("the device is leaving");
        }
        connecting.open(format.connect(options, will));
    }

    /** Nothing of it may come any more when there is the next: an acknowledgement would be taken for another message's. */
    private void endLast() throws TransportException {
        MqttPacketHandler last = current;
        if (last != null) {
            last.close();
            if (!last.awaitEnd(ANSWER)) {
                throw new TransportException("the last connection has not ended yet");
            }
        }
    }

    @Override
    public boolean isConnected() {
        MqttPacketHandler now = current;
        return now != null && now.isUp();
    }

    @Override
    public String broker() {
        return broker;
    }

    @Override
    public BrokerTakes takes() {
        MqttPacketHandler now = current;
        return now == null ? BrokerTakes.ALL : now.takes();
    }

    @Override
    public Map<String, Integer> subscribe(Map<String, Integer> filters) throws TransportException {
        byte[] codes = session.request(id -> format.subscribe(id, filters), ANSWER);
        if (codes.length != filters.size()) {
            throw new TransportException("a malformed SUBACK");
        }
        Map<String, Integer> granted = new LinkedHashMap<>();
        for (String filter : filters.keySet()) {
            granted.put(filter, codes[granted.size()] & 0xff);
        }
        return granted;
    }

    @Override
    public void unsubscribe(Set<String> filters) throws TransportException {
        session.request(id -> format.unsubscribe(id, filters), ANSWER);
    }

    @Override
    public Receipt publish(Publication message, @Nullable Object context) throws TransportException {
        MqttSession.Sent sent = session.publish(message, context);
        return limit -> MqttSession.await(sent.done, limit);
    }

    @Override
    public List<Object> unanswered() {
        return session.unanswered();
    }

    @Override
    public List<Object> forget(Predicate<Object> contexts) {
        return session.forget(contexts);
    }

    /** With QoS 2 too it is only now that the broker is told that the message is here: until then it would send it again. */
    @Override
    public void acknowledge(ReceivedMessage message) throws TransportException {
        MqttPacketHandler now = connected();
        if (message.qos() > 0) {
            int type = message.qos() == 1 ? MqttPackets.PUBACK : MqttPackets.PUBREC;
            now.send(format.answer(type, message.packetId(), 0));
        }
    }

    /** The broker closes the connection when it has read that. */
    @Override
    public void disconnect() throws TransportException {
        connected().leave(LEAVE);
    }

    private MqttPacketHandler connected() throws TransportException {
        MqttPacketHandler now = current;
        if (now == null || !now.isUp()) {
            throw new TransportException("not connected");
        }
        return now;
    }

    @Override
    public void abort() {
        MqttPacketHandler now = current;
        if (now != null) {
            now.close();
            now.awaitEnd(LEAVE);
        }
    }

    @Override
    public void close() {
        closed = true;
        abort();
    }
}
