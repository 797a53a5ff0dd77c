package dev.piroutes.broker;

import java.io.BufferedInputStream;
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
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An MQTT 3.1.1 client that does what a test says and nothing by itself: no acknowledgement, no ping, no reconnect. It
 * shows what a client library hides: DUP flags and packet ids.
 */
final class WireClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 5_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Deque<Packet> early = new ArrayDeque<>();
    private int lastId;

    /** A PUBLISH as it came over the wire. */
    record Publish(boolean dup, int qos, boolean retain, String topic, int id, String payload) {}

    private record Packet(int header, byte[] body) {
        int type() {
            return header >> 4;
        }

        int id() {
            return (body[0] & 0xff) << 8 | body[1] & 0xff;
        }
    }

    WireClient(int port) {
        this(port, "127.0.0.1");
    }

    /** @param from the loopback address to connect from */
    WireClient(int port, String from) {
        this(port, from, "127.0.0.1");
    }

    /** @param broker the address that the broker listens on */
    WireClient(int port, String from, String broker) {
        this(connected(port, from, broker));
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
        byte[] body = bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(4);
            o.writeByte((clean ? 2 : 0) | (willTopic != null ? 4 : 0));
            o.writeShort(60);
            o.writeUTF(clientId);
            if (willTopic != null) {
                o.writeUTF(willTopic);
                o.writeUTF("offline");
            }
        });
        send(0x10, body);
        byte[] connack = expect(2).body;
        if (connack[1] != 0) {
            throw new IllegalStateException("CONNACK refused: " + connack[1]);
        }
        return connack[0] == 1;
    }

    void subscribe(String filter, int qos) {
        send(0x82, bytes(o -> {
            o.writeShort(1);
            o.writeUTF(filter);
            o.writeByte(qos);
        }));
        // The broker may send what matches before it confirms the subscription.
        Packet packet = expect(3, 9);
        while (packet.type() != 9) {
            early.add(packet);
            packet = expect(3, 9);
        }
    }

    /** Sends a PUBLISH without waiting for its PUBACK. */
    void publish(boolean dup, int qos, boolean retain, String topic, int id, String payload) {
        send(0x30 | (dup ? 8 : 0) | qos << 1 | (retain ? 1 : 0), bytes(o -> {
            o.writeUTF(topic);
            if (qos > 0) {
                o.writeShort(id);
            }
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

    void puback(int id) {
        send(0x40, bytes(o -> o.writeShort(id)));
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

    private static Publish decode(Packet packet) {
        byte[] body = packet.body;
        int length = (body[0] & 0xff) << 8 | body[1] & 0xff;
        String topic = new String(body, 2, length, StandardCharsets.UTF_8);
        int at = 2 + length;
        int qos = packet.header >> 1 & 3;
        int id = 0;
        if (qos > 0) {
            id = (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
            at += 2;
        }
        String payload = new String(body, at, body.length - at, StandardCharsets.UTF_8);
        return new Publish((packet.header & 8) != 0, qos, (packet.header & 1) != 0, topic, id, payload);
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
            int length = 0;
            int shift = 0;
            int b;
            do {
                b = in.readUnsignedByte();
                length |= (b & 0x7f) << shift;
                shift += 7;
            } while ((b & 0x80) != 0);
            return new Packet(header, in.readNBytes(length));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a packet: its first byte, its length and the rest. */
    void send(int header, byte[] body) {
        byte[] packet = bytes(o -> {
            o.writeByte(header);
            int rest = body.length;
            do {
                o.writeByte(rest > 127 ? rest & 0x7f | 0x80 : rest);
                rest >>= 7;
            } while (rest > 0);
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
