package dev.piroutes.kit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/**
 * A TCP proxy between a device and its broker that sees MQTT packets and makes faults: it can cut, refuse, freeze and
 * delay, at any packet, in each direction. Loopback only.
 */
public final class FaultProxy implements AutoCloseable {

    /** Which way a packet goes. */
    public enum Direction {
        TO_BROKER,
        TO_DEVICE
    }

    /** MQTT control packets, by their type number. */
    public enum Type {
        RESERVED,
        CONNECT,
        CONNACK,
        PUBLISH,
        PUBACK,
        PUBREC,
        PUBREL,
        PUBCOMP,
        SUBSCRIBE,
        SUBACK,
        UNSUBSCRIBE,
        UNSUBACK,
        PINGREQ,
        PINGRESP,
        DISCONNECT,
        AUTH
    }

    /** What a trigger does with the packet that pulls it. */
    public enum Cut {
        /** The packet does not arrive. */
        BEFORE,
        /** The packet arrives, then the connection is cut. */
        AFTER,
        /** Half of the packet arrives. */
        WITHIN
    }

    /**
     * One packet.
     *
     * @param connection counts from 1
     */
    public record Packet(int connection, Direction direction, byte[] bytes) {
        public Type type() {
            return Type.values()[(bytes[0] & 0xF0) >> 4];
        }

        public boolean duplicate() {
            return (bytes[0] & 0x08) != 0;
        }

        public boolean is(Direction way, Type type) {
            return direction == way && type() == type;
        }

        @Override
        public String toString() {
            return connection
                    + (direction == Direction.TO_BROKER ? " to broker " : " to device ")
                    + type()
                    + (type() == Type.PUBLISH && duplicate() ? " dup " : " ")
                    + HexFormat.of().formatHex(bytes);
        }

        /** Whether the packet's bytes contain the text, in UTF-8. */
        public boolean contains(String text) {
            return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1)
                    .contains(new String(
                            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                            java.nio.charset.StandardCharsets.ISO_8859_1));
        }
    }

    private record Trigger(Predicate<Packet> when, Cut cut) {}

    private final ServerSocket server;
    private final List<Packet> packets = new CopyOnWriteArrayList<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Object gate = new Object();
    private volatile int brokerPort;
    private volatile boolean refusing;
    private volatile boolean closed;
    private volatile long delayMillis;
    private boolean frozen;
    private int connections;

    public FaultProxy(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        start(this::accept, "fault-proxy-accept");
    }

    public int port() {
        return server.getLocalPort();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port();
    }

    /** Where the broker is from now on. */
    public void broker(int port) {
        brokerPort = port;
    }

    /** Every packet seen, in the order seen. */
    public List<Packet> packets() {
        return packets;
    }

    /** Cuts every connection now; new ones are taken. */
    public void cut() {
        open.forEach(FaultProxy::close);
    }

    /** Cuts, and takes no connections until {@link #accept(boolean)} with true. */
    public void accept(boolean accepting) {
        refusing = !accepting;
        if (refusing) {
            cut();
        }
    }

    /** Cuts, once, at the first packet for which this is true. */
    public void cutOnce(Cut cut, Predicate<Packet> when) {
        synchronized (triggers) {
            triggers.add(new Trigger(when, cut));
        }
    }

    /** Lets nothing through, either way, while the connections stay open. */
    public void freeze(boolean freeze) {
        synchronized (gate) {
            frozen = freeze;
            gate.notifyAll();
        }
    }

    /** Holds every packet for so long. */
    public void delay(long millis) {
        delayMillis = millis;
    }

    @Override
    public void close() {
        closed = true;
        freeze(false);
        close(server);
        cut();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket device = server.accept();
                if (refusing) {
                    close(device);
                    continue;
                }
                connect(device, ++connections);
            } catch (IOException e) {
                // closed, or the broker is not there: the device sees its connection end
            }
        }
    }

    private void connect(Socket device, int number) throws IOException {
        Socket broker;
        try {
            broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
        } catch (IOException e) {
            close(device);
            throw e;
        }
        device.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
        open.add(device);
        open.add(broker);
        start(() -> pump(number, Direction.TO_BROKER, device, broker), "fault-proxy-" + number + "-to-broker");
        start(() -> pump(number, Direction.TO_DEVICE, broker, device), "fault-proxy-" + number + "-to-device");
    }

    private void pump(int number, Direction direction, Socket from, Socket to) {
        try {
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(from.getInputStream()));
            OutputStream out = to.getOutputStream();
            while (true) {
                Packet packet = new Packet(number, direction, read(in));
                awaitThaw();
                if (delayMillis > 0) {
                    // The delay is the fault that is asked for, not a wait for something to happen.
                    java.util.concurrent.locks.LockSupport.parkNanos(delayMillis * 1_000_000);
                }
                Cut cut = cut(packet);
                if (cut == Cut.BEFORE) {
                    break;
                }
                packets.add(packet);
                out.write(packet.bytes(), 0, cut == Cut.WITHIN ? packet.bytes().length / 2 : packet.bytes().length);
                out.flush();
                if (cut != null) {
                    break;
                }
            }
        } catch (IOException e) {
            // the other end went
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private Cut cut(Packet packet) {
        synchronized (triggers) {
            for (Trigger trigger : triggers) {
                if (trigger.when().test(packet)) {
                    triggers.remove(trigger);
                    return trigger.cut();
                }
            }
            return null;
        }
    }

    private void awaitThaw() throws IOException {
        synchronized (gate) {
            while (frozen) {
                try {
                    gate.wait();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }

    /** One packet: a byte, the remaining length in one to four bytes, and the rest. */
    private static byte[] read(DataInputStream in) throws IOException {
        byte[] head = new byte[5];
        head[0] = in.readByte();
        int length = 0;
        int size = 1;
        do {
            head[size] = in.readByte();
            length |= (head[size] & 0x7F) << (7 * (size - 1));
        } while ((head[size++] & 0x80) != 0);
        byte[] packet = java.util.Arrays.copyOf(head, size + length);
        in.readFully(packet, size, length);
        return packet;
    }

    private static void start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(java.io.Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException e) {
            // closed already
        }
    }
}
