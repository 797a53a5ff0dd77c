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
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.SocketFactory;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.internal.NetworkModuleService;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 3.1.1 and 5, over the sockets and WebSockets of Paho's client. Paho's own sessions are not used (docs/adr/0007).
 */
final class MqttTransport implements Transport {

    private static final Duration LEAVE = Duration.ofSeconds(1);

    /** Paho writes to java.util.logging what is said here in words. Kept, or the level is lost with the logger. */
    private static final Logger PAHO = Logger.getLogger("org.eclipse.paho");

    static {
        PAHO.setLevel(Level.OFF);
    }

    private final DeviceOptions options;
    private final MqttPackets format;
    private final Listener listener;
    private final MqttSession session;
    private volatile @Nullable MqttPacketHandler current;
    private volatile String broker = "";
    private volatile boolean closed;

    MqttTransport(DeviceOptions options, Listener listener) {
        this.options = options;
        this.format = new MqttPackets(options.mqtt5());
        this.session = new MqttSession(format);
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
            MqttPacketHandler connecting = new MqttPacketHandler(module, options, session, format, inFlight, listener);
            current = connecting;
            if (closed) {
                throw new TransportException(Reason.OTHER, new IOException("the device is leaving"));
            }
            connecting.open(format.connect(options));
        } catch (MqttException e) {
            throw new TransportException(Reason.OTHER, e);
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
    public long largestPacket() {
        MqttPacketHandler now = current;
        return now == null ? BrokerTakes.ALL.packetSize() : now.takes().packetSize();
    }

    @Override
    public Map<String, Integer> subscribe(Map<String, Integer> filters) throws TransportException {
        byte[] codes = session.request(id -> format.subscribe(id, filters), ANSWER);
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
        session.request(id -> format.unsubscribe(id, filters), ANSWER);
    }

    @Override
    public Receipt publish(Publication message, @Nullable Object context) throws TransportException {
        try {
            MqttSession.Sent sent = session.publish(message, context);
            return limit -> MqttSession.await(sent.done(), limit);
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
        MqttPacketHandler last = current;
        if (last != null && !last.isUp()) {
            last.awaitEnd(ANSWER);
        }
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
            throw new TransportException(Reason.OTHER, new IOException("not connected"));
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
