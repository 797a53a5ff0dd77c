package dev.piroutes.broker;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT client, 3.1.1 or 5, that does what a test says and nothing by itself: no acknowledgement, no ping, no reconnect.
 * It shows what a client library hides: DUP flags, packet ids, reason codes.
 */
final class WireClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 5_000;

    private static final Properties5 NONE = new Properties5();

    private final int version;
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Deque<Packet> early = new ArrayDeque<>();
    private final Set<Integer> unfinished = new HashSet<>();
    private final List<Integer> pubrecs = new ArrayList<>();
    private final List<Integer> pubrels = new ArrayList<>();
    private int mostUnfinished;
    private int lastId;

    /** A PUBLISH as it came over the wire. */
    record Publish(
            boolean dup,
            int qos,
            boolean retain,
            String topic,
            int id,
            String payload,
            Map<Integer, List<Object>> properties) {
        Publish(boolean dup, int qos, boolean retain, String topic, int id, String payload) {
            this(dup, qos, retain, topic, id, payload, Map.of());
        }
    }

    record Will(String topic, String payload, int qos, boolean retain, Properties5 properties) {
        static Will offline(String topic) {
            return new Will(topic, "offline", 0, false, NONE);
        }
    }

    /** What a CONNECT says. */
    record Connect(String clientId, boolean clean, int keepAlive, @Nullable Will will, Properties5 properties) {
        Connect(String clientId, boolean clean) {
            this(clientId, clean, 60, null, NONE);
        }

        Connect will(Will with) {
            return new Connect(clientId, clean, keepAlive, with, properties);
        }

        Connect keepAlive(int seconds) {
            return new Connect(clientId, clean, seconds, will, properties);
        }

        Connect properties(Properties5 with) {
            return new Connect(clientId, clean, keepAlive, will, with);
        }

        Connect expiry(long seconds) {
            return properties(new Properties5().u32(Properties5.SESSION_EXPIRY, seconds));
        }
    }

    record Connack(boolean sessionPresent, int code, Map<Integer, List<Object>> properties) {}

    private record Packet(int header, byte[] body) {
        int type() {
            return header >> 4;
        }

        int id() {
            return (body[0] & 0xff) << 8 | body[1] & 0xff;
        }
    }

    WireClient(int port) {
        this(port, 4);
    }

    /** @param version 4 for MQTT 3.1.1, 5 for MQTT 5 */
    WireClient(int port, int version) {
        this(connected(port, "127.0.0.1", "127.0.0.1"), version);
    }

    /** @param from the loopback address to connect from */
    WireClient(int port, String from) {
        this(port, from, "127.0.0.1");
    }

    /** @param broker the address that the broker listens on */
    WireClient(int port, String from, String broker) {
        this(connected(port, from, broker), 4);
    }

    private static Socket connected(int port, String from, String broker) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(from, 0));
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(broker, port), READ_TIMEOUT_MS);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param connected a connection to the broker, over TLS for example */
    WireClient(Socket connected) {
        this(connected, 4);
    }

    private WireClient(Socket connected, int version) {
        this.version = version;
        socket = connected;
        try {
            socket.setSoTimeout(READ_TIMEOUT_MS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects with a session that outlives the connection. */
    static WireClient persistent(int port, String clientId) {
        WireClient client = new WireClient(port);
        client.connect(clientId, false);
        return client;
    }

    /** Connects with a session that ends with the connection. */
    static WireClient clean(int port, String clientId) {
        WireClient client = new WireClient(port);
        client.connect(clientId, true);
        return client;
    }

    /** Returns whether the broker had a session for this client id. */
    boolean connect(String clientId, boolean clean) {
        return connect(clientId, clean, null);
    }

    /** The same, with {@code offline} as the will on a topic. */
    boolean connect(String clientId, boolean clean, @Nullable String willTopic) {
        Connect connect = new Connect(clientId, clean);
        Connack connack = connect(willTopic == null ? connect : connect.will(Will.offline(willTopic)));
        if (connack.code != 0) {
            throw new IllegalStateException("CONNACK refused: " + connack.code);
        }
        return connack.sessionPresent;
    }

    Connack connect(Connect connect) {
        Will will = connect.will;
        send(0x10, bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(version);
            o.writeByte((connect.clean ? 2 : 0) | (will == null ? 0 : 4 | will.qos << 3 | (will.retain ? 0x20 : 0)));
            o.writeShort(connect.keepAlive);
            write(connect.properties, o);
            o.writeUTF(connect.clientId);
            if (will != null) {
                write(will.properties, o);
                o.writeUTF(will.topic);
                o.writeUTF(will.payload);
            }
        }));
        return read(expect(2), in -> new Connack(in.readUnsignedByte() == 1, in.readUnsignedByte(), properties(in)));
    }

    private void write(Properties5 properties, DataOutputStream o) throws IOException {
        if (version == 5) {
            properties.write(o);
        }
    }

    private Map<Integer, List<Object>> properties(DataInputStream body) throws IOException {
        return version == 5 && body.available() > 0 ? Properties5.read(body) : Map.of();
    }

    /**
     * Subscribes; returns what was granted.
     *
     * @param options the quality of service; with MQTT 5, 4 for No Local, 8 for Retain As Published, and 16 times the
     *     retain handling may be added
     */
    int subscribe(String filter, int options) {
        return subscribe(filter, options, NONE);
    }

    int subscribe(String filter, int options, Properties5 properties) {
        return request(0x82, 9, bytes(o -> {
            o.writeShort(1);
            write(properties, o);
            o.writeUTF(filter);
            o.writeByte(options);
        }));
    }

    /** Unsubscribes; returns MQTT 5's reason code, or 0. */
    int unsubscribe(String filter) {
        return request(0xa2, 11, bytes(o -> {
            o.writeShort(1);
            write(NONE, o);
            o.writeUTF(filter);
        }));
    }

    /** Subscribes to all of them with one packet, and does not wait for the SUBACK: {@link #take} passes over it. */
    void subscribe(List<String> filters, int options) {
        send(0x82, bytes(o -> {
            o.writeShort(1);
            write(NONE, o);
            for (String filter : filters) {
                o.writeUTF(filter);
                o.writeByte(options);
            }
        }));
    }

    private int request(int header, int answer, byte[] body) {
        send(header, body);
        // The broker may send what matches before it confirms the subscription.
        Packet packet = expect(3, answer);
        while (packet.type() != answer) {
            early.add(packet);
            packet = expect(3, answer);
        }
        return packet.body.length > 2 ? packet.body[packet.body.length - 1] & 0xff : 0;
    }

    /** Sends a PUBLISH without waiting for its PUBACK. */
    void publish(boolean dup, int qos, boolean retain, String topic, int id, String payload) {
        publish(dup, qos, retain, topic, id, payload, NONE);
    }

    void publish(boolean dup, int qos, boolean retain, String topic, int id, String payload, Properties5 properties) {
        send(0x30 | (dup ? 8 : 0) | qos << 1 | (retain ? 1 : 0), bytes(o -> {
            o.writeUTF(topic);
            if (qos > 0) {
                o.writeShort(id);
            }
            write(properties, o);
            o.write(payload.getBytes(StandardCharsets.UTF_8));
        }));
    }

    /** Publishes with QoS 1 and waits for the PUBACK. */
    void publishAcked(String topic, int id, String payload) {
        publish(false, 1, false, topic, id, payload);
        awaitPuback(id);
    }

    void awaitPuback(int id) {
        int acked = expect(4).id();
        if (acked != id) {
            throw new IllegalStateException("PUBACK of " + acked + " instead of " + id);
        }
    }

    /** The next PUBACK, whichever it is. */
    void awaitAnyPuback() {
        expect(4);
    }

    /** Publishes a message to be retained, with QoS 1, and waits for the PUBACK. */
    void retain(String topic, String payload) {
        publish(false, 1, true, topic, 1, payload);
        awaitPuback(1);
    }

    void puback(int id) {
        send(0x40, bytes(o -> o.writeShort(id)));
    }

    void pubrec(int id) {
        send(0x50, bytes(o -> o.writeShort(id)));
    }

    void pubrel(int id) {
        send(0x62, bytes(o -> o.writeShort(id)));
    }

    void pubcomp(int id) {
        send(0x70, bytes(o -> o.writeShort(id)));
    }

    void awaitPubrec(int id) {
        await(5, id);
    }

    /** Answers PUBRECs until so many messages of QoS 2 are complete. */
    void complete(int count) {
        int complete = 0;
        while (complete < count) {
            Packet packet = expect(5, 7);
            if (packet.type() == 5) {
                pubrel(packet.id());
            } else {
                complete++;
            }
        }
    }

    void awaitPubrel(int id) {
        await(6, id);
    }

    void awaitPubcomp(int id) {
        await(7, id);
    }

    private void await(int type, int id) {
        int got = expect(type).id();
        if (got != id) {
            throw new IllegalStateException("packet type " + type + " with id " + got + " instead of " + id);
        }
    }

    /** Sends PINGREQ and waits for PINGRESP. */
    void ping() {
        send(0xc0, new byte[0]);
        expect(13);
    }

    /** What has come until the broker answers a PINGREQ: all that it had to send, or the answer overtook the rest. */
    List<Publish> arrived() {
        send(0xc0, new byte[0]);
        List<Publish> arrived = new ArrayList<>();
        for (Packet packet = expect(3, 13); packet.type() == 3; packet = expect(3, 13)) {
            arrived.add(decode(packet));
        }
        return arrived;
    }

    Publish receive() {
        Packet packet = early.poll();
        Publish publish = decode(packet != null ? packet : expect(3));
        lastId = publish.id();
        return publish;
    }

    /** The packet id of what was received last. */
    int lastId() {
        return lastId;
    }

    /** The next PUBLISH, acknowledged: with QoS 2 its PUBCOMP follows when its PUBREL comes, in a later call. */
    Publish take() {
        Packet packet = early.isEmpty() ? expect(3, 6, 9) : early.remove();
        while (packet.type() != 3) {
            if (packet.type() == 6) {
                pubrels.add(packet.id());
                pubcomp(packet.id());
                unfinished.remove(packet.id());
            }
            packet = expect(3, 6, 9);
        }
        Publish publish = decode(packet);
        if (publish.qos() > 0) {
            unfinished.add(publish.id());
            mostUnfinished = Math.max(mostUnfinished, unfinished.size());
        }
        if (publish.qos() == 1) {
            unfinished.remove(publish.id());
            puback(publish.id());
        } else if (publish.qos() == 2) {
            pubrecs.add(publish.id());
            pubrec(publish.id());
        }
        return publish;
    }

    /** The packet ids of the PUBRECs that {@link #take} has sent, in order. */
    List<Integer> pubrecs() {
        return List.copyOf(pubrecs);
    }

    /** The packet ids of the PUBRELs that {@link #take} has seen, in order. */
    List<Integer> pubrels() {
        return List.copyOf(pubrels);
    }

    /** How many messages were sent by the broker and unfinished at the same time, of those that {@link #take} saw. */
    int mostUnfinished() {
        return mostUnfinished;
    }

    List<Publish> receive(int count) {
        List<Publish> received = new ArrayList<>();
        while (received.size() < count) {
            received.add(receive());
        }
        return received;
    }

    /** Returns whether the broker closes the connection within five seconds, whatever it sends before. */
    boolean closedByBroker() {
        try {
            while (read() != null) {
                // What was under way.
            }
            return true;
        } catch (UncheckedIOException e) {
            return !(e.getCause() instanceof SocketTimeoutException);
        }
    }

    /** A clean end: DISCONNECT, then the socket. */
    void disconnect() {
        send(0xe0, new byte[0]);
        close();
    }

    /** MQTT 5: DISCONNECT with a reason, then the socket. */
    void disconnect(int reason, Properties5 properties) {
        send(0xe0, bytes(o -> {
            o.writeByte(reason);
            properties.write(o);
        }));
        close();
    }

    /** MQTT 5: waits for the broker's DISCONNECT; returns its reason. */
    int awaitDisconnect() {
        byte[] body = expect(14).body;
        return body.length == 0 ? 0 : body[0] & 0xff;
    }

    /** The cable is pulled, as the broker sees it: a reset, no DISCONNECT. */
    void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Publish decode(Packet packet) {
        return read(packet, in -> {
            int qos = packet.header >> 1 & 3;
            String topic = in.readUTF();
            int id = qos > 0 ? in.readUnsignedShort() : 0;
            Map<Integer, List<Object>> properties = properties(in);
            String payload = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Publish((packet.header & 8) != 0, qos, (packet.header & 1) != 0, topic, id, payload, properties);
        });
    }

    private interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    private static <T> T read(Packet packet, Reading<T> reading) {
        try {
            return reading.from(new DataInputStream(new ByteArrayInputStream(packet.body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes as they are. A broker that has closed the connection already is no error. */
    void sendRaw(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (SocketException e) {
            // Reset by the broker: what it thinks of it is what the test asks next.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next packet, as hexadecimal digits from its first byte on, without the length. */
    String nextPacket() {
        Packet packet = read();
        return packet == null
                ? "closed"
                : HexFormat.of().formatHex(new byte[] {(byte) packet.header})
                        + HexFormat.of().formatHex(packet.body);
    }

    private Packet expect(int... types) {
        Packet packet = read();
        if (packet == null) {
            throw new IllegalStateException(
                    "the broker closed the connection; expected type " + Arrays.toString(types));
        }
        if (Arrays.stream(types).noneMatch(type -> type == packet.type())) {
            throw new IllegalStateException("packet type " + packet.type() + " instead of " + Arrays.toString(types));
        }
        return packet;
    }

    private @Nullable Packet read() {
        try {
            int header = in.read();
            if (header < 0) {
                return null;
            }
            int length = Properties5.readLength(in);
            return new Packet(header, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a packet: its first byte, its length and the rest. */
    void send(int header, byte[] body) {
        byte[] packet = bytes(o -> {
            o.writeByte(header);
            Properties5.writeLength(o, body.length);
            o.write(body);
        });
        try {
            out.write(packet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    static byte[] bytes(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            body.write(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
