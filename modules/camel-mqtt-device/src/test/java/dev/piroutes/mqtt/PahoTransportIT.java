package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What Paho knows of messages whose connection has ended, packet by packet. */
@Timeout(60)
class PahoTransportIT implements Transport.Listener {
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int PUBREL = 6;

    private final BlockingQueue<Object> acknowledged = new LinkedBlockingQueue<>();
    private final BlockingQueue<Throwable> ends = new LinkedBlockingQueue<>();
    private ServerSocket broker;
    private Socket client;
    private PahoTransport transport;

    @BeforeEach
    void start() throws Exception {
        broker = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        transport = new PahoTransport(
                new DeviceOptions(
                        "Led",
                        List.of("tcp://127.0.0.1:" + broker.getLocalPort()),
                        Credentials.NONE,
                        false,
                        Duration.ofSeconds(30),
                        null,
                        null,
                        "online",
                        "offline",
                        Path.of("unused"),
                        OutboxLimits.DEFAULT),
                this);
    }

    @AfterEach
    void stop() throws Exception {
        transport.abort();
        transport.close();
        broker.close();
    }

    @Test
    void whatIsReleasedStaysSoOverEachEndOfTheConnection() throws Exception {
        connect();
        transport.publish("t", "p".getBytes(UTF_8), 2, false, "message");
        int id = await(PUBLISH);
        answer(0x50, id);
        for (int end = 0; end < 3; end++) {
            assertThat(await(PUBREL)).isEqualTo(id);
            end();

            assertThat(transport.unanswered()).isEmpty();
            assertThat(transport.forget(message -> true)).isEmpty();
            connect();
        }
        await(PUBREL);
        answer(0x70, id);
        assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo("message");
    }

    /** Paho allows itself one more under way for each PUBREL that it sends again. */
    @Test
    void unansweredIsWhatWasPublishedOnThisConnectionAlone() throws Exception {
        connect();
        transport.publish("t", "1".getBytes(UTF_8), 2, false, "first");
        answer(0x50, await(PUBLISH));
        await(PUBREL);
        end();
        connect();
        await(PUBREL);
        transport.publish("t", "2".getBytes(UTF_8), 1, false, "second");
        await(PUBLISH);
        end();
        assertThat(transport.unanswered()).containsExactly("second");

        connect();
        await(PUBREL);
        await(PUBLISH);
        end();
        assertThat(transport.unanswered()).containsExactly("second");
    }

    @Test
    void whatIsNotReleasedIsForgottenAndNotSentAgain() throws Exception {
        connect();
        transport.publish("t", "1".getBytes(UTF_8), 2, false, "first");
        transport.publish("t", "2".getBytes(UTF_8), 1, false, "second");
        await(PUBLISH);
        await(PUBLISH);
        end();

        assertThat(transport.unanswered()).containsExactlyInAnyOrder("first", "second");
        assertThat(transport.forget("first"::equals)).containsExactly("first");
        connect();
        assertThat(transport.unanswered()).hasSizeLessThan(2);
        int id = await(PUBLISH);
        answer(0x40, id);
        assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo("second");
    }

    /** Whichever comes first, the acknowledgement or the end, each is told, and once. */
    @Test
    void anAcknowledgementAtTheEndOfTheConnectionIsToldBeforeTheNext() throws Exception {
        for (int round = 0; round < 50; round++) {
            connect();
            transport.publish("t", "p".getBytes(UTF_8), 1, false, round);
            int id = await(PUBLISH);
            answer(0x40, id);
            end();

            assertThat(acknowledged).containsExactly(round);
            acknowledged.clear();
        }
    }

    /** Paho does not wait for its threads: one that is still writing would then end the connection after its own. */
    @Test
    void aThreadOfTheLastConnectionDoesNotEndTheNext() throws Exception {
        HeldSockets held = new HeldSockets();
        connect(held);
        client.getOutputStream().write(Wire.publish("t", 1, 7, "p"));
        assertThat(held.writing.await(20, TimeUnit.SECONDS)).isTrue();
        end();

        connect();
        held.goOn.countDown();
        for (int i = 0; i < 200; i++) {
            transport.publish("t", "p".getBytes(UTF_8), 1, false, i);
            answer(0x40, await(PUBLISH));
            assertThat(acknowledged.poll(20, TimeUnit.SECONDS)).isEqualTo(i);
        }
        assertThat(ends).isEmpty();
    }

    /** Its sockets take no PUBACK until they are told to, or half a second has passed. */
    private static final class HeldSockets extends SocketFactory {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public OutputStream getOutputStream() throws IOException {
                    return new FilterOutputStream(super.getOutputStream()) {
                        @Override
                        public void write(byte[] bytes, int from, int length) throws IOException {
                            if (bytes[from] >> 4 == PUBACK) {
                                hold();
                            }
                            out.write(bytes, from, length);
                        }
                    };
                }
            };
        }

        private void hold() throws IOException {
            writing.countDown();
            try {
                goOn.await(500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new InterruptedIOException();
            }
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private void connect() throws Exception {
        connect(SocketFactory.getDefault());
    }

    private void connect(SocketFactory sockets) throws Exception {
        ends.clear();
        Thread accepting = new Thread(() -> {
            try {
                client = broker.accept();
                packet();
                client.getOutputStream().write(new byte[] {0x20, 2, 0, 0});
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        accepting.start();
        transport.connect(sockets, 10);
        accepting.join();
    }

    /** The broker ends the connection, in order: what it has sent before is read. */
    private void end() throws Exception {
        client.close();
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isNotNull();
        transport.settle();
    }

    /** Returns the packet id of the next packet, which is of this type. */
    private int await(int type) throws IOException {
        byte[] packet = packet();
        assertThat(packet[0] >> 4 & 0xf).isEqualTo(type);
        int at = type == PUBLISH ? 2 + (packet[1] << 8 | packet[2]) + 1 : 1;
        return (packet[at] & 0xff) << 8 | packet[at + 1] & 0xff;
    }

    /** The first byte and what follows the length. */
    private byte[] packet() throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        byte first = in.readByte();
        byte[] rest = in.readNBytes(in.readUnsignedByte());
        byte[] packet = new byte[rest.length + 1];
        packet[0] = first;
        System.arraycopy(rest, 0, packet, 1, rest.length);
        return packet;
    }

    private void answer(int header, int id) throws IOException {
        client.getOutputStream().write(new byte[] {(byte) header, 2, (byte) (id >> 8), (byte) id});
    }

    @Override
    public void received(ReceivedMessage message) {
        try {
            transport.acknowledge(message);
        } catch (TransportException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void discarded(ReceivedMessage message, String why) {}

    @Override
    public void acknowledged(Object context) {
        acknowledged.add(context);
    }

    @Override
    public void lost(Throwable cause) {
        ends.add(cause);
    }
}
