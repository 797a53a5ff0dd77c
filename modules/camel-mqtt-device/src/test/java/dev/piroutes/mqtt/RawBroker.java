package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A broker of which the test says each packet, one transport at it, and what that one's listener is told. */
final class RawBroker implements Transport.Listener, AutoCloseable {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBSCRIBE = 8;
    static final int PINGREQ = 12;
    static final int DISCONNECT = 14;

    private static final int LIMIT_SECONDS = 20;

    final BlockingQueue<Object> acknowledged = new LinkedBlockingQueue<>();
    final BlockingQueue<String> refused = new LinkedBlockingQueue<>();
    final BlockingQueue<ReceivedMessage> received = new LinkedBlockingQueue<>();
    final BlockingQueue<String> discarded = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    private final boolean mqtt5;
    private final ServerSocket server;
    private Transport transport;
    private Socket client;
    private MqttTransport.Networks networks = SocketNetwork::new;
    private boolean known;
    private Duration delay = Duration.ZERO;
    private volatile CountDownLatch takes = new CountDownLatch(0);

    RawBroker(boolean mqtt5) throws Exception {
        this.mqtt5 = mqtt5;
        server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        start(Duration.ofSeconds(30), mqtt5 ? new Mqtt5Options(null, false, false) : null);
    }

    /** Another transport, with another keep-alive. */
    Transport transport(Duration keepAlive) {
        return transport(keepAlive, mqtt5 ? new Mqtt5Options(null, false, false) : null);
    }

    /** Another transport, with other options. */
    Transport transport(Duration keepAlive, Mqtt5Options options) {
        start(keepAlive, options);
        return transport;
    }

    private void start(Duration keepAlive, Mqtt5Options options) {
        DeviceOptions all = new DeviceOptions(
                "Led",
                List.of("tcp://127.0.0.1:" + server.getLocalPort()),
                Credentials.NONE,
                false,
                keepAlive,
                null,
                null,
                "online",
                "offline",
                Path.of("unused"),
                OutboxLimits.DEFAULT,
                options);
        transport = new MqttTransport(all, this, (broker, tls) -> networks.to(broker, tls));
    }

    Transport transport() {
        return transport;
    }

    /** The transport's from now on. */
    void networks(MqttTransport.Networks other) {
        networks = other;
    }

    /** The transport connects; the broker takes it. */
    void connect() throws Exception {
        byte[] taken = mqtt5 ? new byte[] {0x20, 3, (byte) (known ? 1 : 0), 0, 0} : new byte[] {0x20, 2, 0, 0};
        connect(10, taken);
        known = true;
    }

    /** As {@link #connect}, and the broker answers after so long, in which it must hear nothing more. */
    void connectAfter(Duration pause) throws Exception {
        delay = pause;
        connect();
    }

    /** The device takes no message before that is counted down. */
    CountDownLatch holdReceived() {
        takes = new CountDownLatch(1);
        return takes;
    }

    /** @return the CONNECT, to which the broker answers with these bytes */
    byte[] connect(int inFlight, byte[] answer) throws Exception {
        ends.clear();
        CompletableFuture<byte[]> first = new CompletableFuture<>();
        Thread accepting = new Thread(() -> {
            try {
                client = server.accept();
                byte[] connect = packet();
                requireSilence();
                send(answer);
                first.complete(connect);
            } catch (IOException e) {
                first.completeExceptionally(e);
            }
        });
        accepting.start();
        try {
            transport.connect(null, inFlight);
        } finally {
            accepting.join();
        }
        return first.join();
    }

    /** The broker ends the connection, in order: what it has sent before is read. */
    void end() throws Exception {
        client.close();
        assertThat(ends.poll(LIMIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    /** Returns the next packet, which is of this type: its first byte, and what follows the length. */
    byte[] awaitPacket(int type) throws IOException {
        byte[] packet = packet();
        assertThat(packet[0] >> 4 & 0xf).isEqualTo(type);
        return packet;
    }

    /** Returns the packet id of the next packet, which is of this type. */
    int await(int type) throws IOException {
        return id(awaitPacket(type));
    }

    static int id(byte[] packet) {
        int at = (packet[0] >> 4 & 0xf) == PUBLISH ? 2 + (packet[1] << 8 | packet[2]) + 1 : 1;
        return (packet[at] & 0xff) << 8 | packet[at + 1] & 0xff;
    }

    private void requireSilence() throws IOException {
        if (delay.isZero()) {
            return;
        }
        client.setSoTimeout((int) delay.toMillis());
        try {
            throw new IOException(
                    "more than a CONNECT: " + client.getInputStream().read());
        } catch (SocketTimeoutException e) {
            client.setSoTimeout(0);
        }
    }

    private byte[] packet() throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte first = in.readByte();
        int length = 0;
        int shift = 0;
        int more;
        do {
            more = in.readUnsignedByte();
            length |= (more & 0x7f) << shift;
            shift += 7;
        } while (more > 0x7f);
        byte[] packet = new byte[length + 1];
        packet[0] = first;
        in.readFully(packet, 1, length);
        return packet;
    }

    /** Answers with a packet that has nothing but a packet id. */
    void answer(int type, int id) throws IOException {
        send(new byte[] {(byte) (type << 4 | (type == PUBREL ? 2 : 0)), 2, (byte) (id >> 8), (byte) id});
    }

    void send(byte[] packet) throws IOException {
        client.getOutputStream().write(packet);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    @Override
    public void received(ReceivedMessage message) {
        received.add(message);
        try {
            takes.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void discarded(ReceivedMessage message, String why) {
        discarded.add(why);
    }

    @Override
    public void acknowledged(Object context) {
        acknowledged.add(context);
    }

    @Override
    public void refused(Object context, String why, boolean forGood) {
        refused.add(context + ": " + why + (forGood ? ", for good" : ""));
    }

    @Override
    public void lost(Throwable cause) {
        ends.add(cause);
    }

    @Override
    public void close() throws IOException {
        transport.abort();
        transport.close();
        server.close();
    }
}
