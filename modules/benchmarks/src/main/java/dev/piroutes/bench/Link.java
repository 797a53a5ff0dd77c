package dev.piroutes.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT 3.1.1 connection over a blocking socket with TCP_NODELAY: the least that a client can be, and none that a
 * measured system ships. It reads when it is told to, and keeps nothing.
 */
final class Link implements AutoCloseable {
    private static final int PROTOCOL_LEVEL = 4;
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final Socket socket = new Socket();
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * Connects, and reads the CONNACK.
     *
     * @throws IOException if there is no broker, or it refuses
     */
    Link(Address from, String clientId, boolean clean) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            if (from.local() != null) {
                socket.bind(new InetSocketAddress(from.local(), 0));
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), from.port()), CONNECT_TIMEOUT_MS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
            write(connect(clientId, clean));
            Packet answer = read();
            if (answer.type() != Packet.CONNACK || (answer.firstShort() & 0xFF) != 0) {
                throw new IOException("the broker refused " + clientId + " with " + (answer.firstShort() & 0xFF));
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * The broker's port on loopback, and the address to come from.
     *
     * @param local a loopback address, or null for any
     */
    record Address(int port, @Nullable InetAddress local) {
        static Address of(int port) {
            return new Address(port, null);
        }
    }

    private static Packet connect(String clientId, boolean clean) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeUTF("MQTT");
        body.write(PROTOCOL_LEVEL);
        body.write(clean ? 0x02 : 0);
        body.writeShort(KEEP_ALIVE_SECONDS);
        body.writeUTF(clientId);
        return new Packet(Packet.CONNECT, bytes.toByteArray());
    }

    /** Writes at once; several threads may. */
    void write(Packet packet) throws IOException {
        byte[] bytes = packet.bytes();
        synchronized (out) {
            out.write(bytes);
        }
    }

    /** Waits for the next packet; one thread may. */
    Packet read() throws IOException {
        return Packet.read(in);
    }

    /** Subscribes at QoS 1 and waits for the SUBACK; for a link that nobody reads yet and that gets nothing else. */
    void subscribe(String filter) throws IOException {
        write(Packet.subscribe(filter, 1));
        Packet answer = read();
        if (answer.type() != Packet.SUBACK || answer.body()[2] == (byte) 0x80) {
            throw new IOException("the broker refused the subscription to " + filter);
        }
    }

    /** Bounds each {@link #read}; 0 is for ever. */
    void readTimeout(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    void disconnect() throws IOException {
        write(new Packet(Packet.DISCONNECT, new byte[0]));
        close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
