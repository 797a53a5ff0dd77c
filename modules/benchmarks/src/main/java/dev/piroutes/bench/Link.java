package dev.piroutes.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT 3.1.1 connection over a blocking socket with TCP_NODELAY: the least that a client can be, and none that a
 * measured system ships. It reads when it is told to, and keeps nothing.
 */
final class Link implements AutoCloseable {
    private static final int PROTOCOL_LEVEL = 4;
    private static final int KEEP_ALIVE_SECONDS = 600;
    private static final int CONNECT_TIMEOUT_MS = 5_000;
    private static final int SUBACK_TIMEOUT_MS = 30_000;
    private static final int TRIES = 20;

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

    /**
     * Connects, and subscribes at QoS 1. If the broker closes the connection between the two, it does so again: Moquette 0.17 may,
     * when the SUBSCRIBE comes right after its CONNACK.
     *
     * @param early gets what comes before the SUBACK
     */
    static Link subscribed(Address from, String clientId, boolean clean, String filter, Consumer<Packet> early)
            throws IOException {
        for (int i = 1; true; i++) {
            Link link = new Link(from, clientId, clean);
            try {
                link.readTimeout(SUBACK_TIMEOUT_MS);
                link.write(Packet.subscribe(filter, 1));
                Packet answer = link.read();
                while (answer.type() != Packet.SUBACK) {
                    early.accept(answer);
                    answer = link.read();
                }
                if (answer.body()[2] == (byte) 0x80) {
                    throw new ProtocolException("the broker refused the subscription to " + filter);
                }
                link.readTimeout(0);
                return link;
            } catch (EOFException | SocketException e) {
                link.close();
                if (i == TRIES) {
                    throw e;
                }
            } catch (IOException e) {
                link.close();
                throw e;
            }
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
