package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a connection, over a network that is the test's. */
@Timeout(60)
class MqttLinkTest implements Network, MqttLink.Handler {

    private final CountDownLatch reachable = new CountDownLatch(1);
    private final PipedInputStream in = new PipedInputStream();
    private final PipedOutputStream broker = connected(in);
    private final BlockingQueue<byte[]> flushed = new LinkedBlockingQueue<>();
    private final BlockingQueue<PacketReader.Packet> packets = new LinkedBlockingQueue<>();
    private final CompletableFuture<IOException> end = new CompletableFuture<>();
    private final MqttLink link = new MqttLink(this, false, this);

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile AssertionError failure;

    private static PipedOutputStream connected(PipedInputStream in) {
        try {
            return new PipedOutputStream(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void end() {
        reachable.countDown();
        link.close(new IOException("over"));
    }

    /** Whatever comes behind it, nothing stays where it is until there is more. */
    @Test
    void whatIsSentGoesOutAlsoIfTheKeepAliveChangesMeanwhile() throws Exception {
        link.open(new byte[] {1, 2});
        link.send(new byte[] {3}, new byte[] {4, 5});
        link.keepAlive(Duration.ofSeconds(50));
        reachable.countDown();

        assertThat(flushed.poll(10, TimeUnit.SECONDS)).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void theHandlerIsToldTheEndOnceAndAfterAllThatHasCome() throws Exception {
        link.open(new byte[] {1});
        reachable.countDown();
        broker.write(new byte[] {0x40, 2, 0, 7, 0x40, 2, 0, 8, 0x40});
        broker.close();

        assertThat(end.get(10, TimeUnit.SECONDS)).isInstanceOf(java.io.EOFException.class);
        assertThat(packets).extracting(packet -> packet.u16(0)).isEqualTo(List.of(7, 8));
        assertThat(link.isOver()).isTrue();
        assertThat(link.awaitEnd(Duration.ofSeconds(10))).isTrue();
    }

    /** Such as an OutOfMemoryError. */
    @Test
    void theNetworkIsLetGoWhateverHappens() throws Exception {
        failure = new AssertionError("unexpected");
        link.open(new byte[] {1});
        reachable.countDown();
        broker.write(new byte[] {0x40, 2, 0, 7});

        assertThat(end.get(10, TimeUnit.SECONDS)).hasMessage("unexpected");
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /** The network takes nothing before it is reachable. */
    @Test
    void itIsFullWhileMuchWaitsForTheNetwork() throws Exception {
        byte[] piece = new byte[100_000];
        link.open(new byte[] {1});
        for (int i = 0; i < 5; i++) {
            link.send(new byte[] {2}, piece);
        }
        assertThat(link.isFull()).isFalse();
        link.send(new byte[] {2}, piece);
        assertThat(link.isFull()).isTrue();

        reachable.countDown();
        int written = 0;
        while (written < 600_007) {
            written += Objects.requireNonNull(flushed.poll(10, TimeUnit.SECONDS)).length;
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> !link.isFull());
    }

    @Test
    void anAttemptCanBeGivenUp() throws Exception {
        link.open(new byte[] {1});
        link.close(new IOException("given up"));
        reachable.countDown();

        assertThat(end.get(10, TimeUnit.SECONDS)).hasMessage("given up");
        assertThat(flushed).isEmpty();
    }

    @Override
    public void packet(PacketReader.Packet packet) {
        if (failure != null) {
            throw failure;
        }
        packets.add(packet);
    }

    @Override
    public void ended(IOException why) {
        end.complete(why);
    }

    @Override
    public void open() throws IOException {
        try {
            reachable.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public InputStream in() {
        return in;
    }

    @Override
    public OutputStream out() {
        return new OutputStream() {
            private final ByteArrayOutputStream written = new ByteArrayOutputStream();

            @Override
            public void write(int b) {
                written.write(b);
            }

            @Override
            public void flush() {
                flushed.add(written.toByteArray());
                written.reset();
            }
        };
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            broker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
