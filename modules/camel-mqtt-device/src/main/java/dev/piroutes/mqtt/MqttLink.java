package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One connection: packets out, packets in, and the keep-alive. It knows of no session. One thread reads, one writes;
 * whoever sends waits for neither.
 */
final class MqttLink {

    /** Is called by the thread that reads, first with packets, and once with the end. */
    interface Handler {
        /** @throws IOException if this is the end of the connection */
        void packet(PacketReader.Packet packet) throws IOException;

        void ended(IOException why);
    }

    /** What is said of a broker that does not answer, in the words of Paho. */
    static final String SILENT = "Timed out waiting for a response from the server";

    /** So much is written at once: a large message on a slow network must not look like one that is stuck. */
    private static final int PIECE = 8192;

    /** So many bytes that wait are a second's worth of a slow network, and no load for a small heap. */
    private static final long FULL = 512 * 1024;

    /** Nothing to write: it wakes the thread that writes. */
    private static final byte[][] WAKE = {};

    /** What is to be written, and then done; null: nothing. */
    private record Outgoing(byte[][] packet, @Nullable Runnable then) {}

    private final Network network;
    private final boolean mqtt5;
    private final Handler handler;
    private final BlockingQueue<Outgoing> toWrite = new LinkedBlockingQueue<>();
    private final AtomicLong bytesToWrite = new AtomicLong();
    private final AtomicReference<IOException> why = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    /** Whether something may come. */
    private volatile boolean open;
    /** 0: off. */
    private volatile long keepAlive;

    private volatile long lastRead;
    private volatile long lastWritten;
    /** 0: no ping waits for its answer. */
    private volatile long pinged;
    /** Since when the network has accepted nothing of what is written; 0: nothing is. */
    private volatile long writing;

    /** @param network which is not open yet */
    MqttLink(Network network, boolean mqtt5, Handler handler) {
        this.network = network;
        this.mqtt5 = mqtt5;
        this.handler = handler;
    }

    /** Connects in the background. @param connect the first packet */
    void open(byte[] connect) {
        send(connect);
        DeviceThreads.WAITERS.execute(this::run);
    }

    /** From now on. @param limit after which a silent broker is asked whether it is there, and again, until it is gone; 0: never */
    void keepAlive(Duration limit) {
        keepAlive = limit.toNanos();
        wake();
    }

    /** @param packet in parts: large payloads are not copied */
    void send(byte[]... packet) {
        add(new Outgoing(packet, null));
    }

    /** @param then is called by the thread that writes, when the network has the packet */
    void send(Runnable then, byte[]... packet) {
        add(new Outgoing(packet, then));
    }

    private void wake() {
        add(new Outgoing(WAKE, null));
    }

    private void add(Outgoing next) {
        bytesToWrite.addAndGet(length(next.packet));
        toWrite.add(next);
    }

    /** Whether so much waits to be written that what need not arrive is better left out. */
    boolean isFull() {
        return bytesToWrite.get() > FULL;
    }

    private static long length(byte[][] packet) {
        long length = 0;
        for (byte[] part : packet) {
            length += part.length;
        }
        return length;
    }

    boolean isOver() {
        return why.get() != null;
    }

    /** Ends it, unless it is over. The handler is told when all that has come is handled. */
    void close(IOException because) {
        if (why.compareAndSet(null, because)) {
            wake();
        }
        network.close();
    }

    /** Waits until nothing comes of it any more, and the handler has been told: of one that is {@link #close closed}. */
    boolean awaitEnd(Duration limit) {
        try {
            return !open || ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        try {
            network.open();
            open = true;
            lastRead = now();
            lastWritten = now();
            DeviceThreads.WAITERS.execute(this::write);
            read();
        } catch (IOException e) {
            close(e);
        } catch (RuntimeException | Error e) {
            // An OutOfMemoryError among them: the next connection may have room.
            close(new IOException(Reason.of(e), e));
        }
        try {
            handler.ended(Objects.requireNonNull(why.get()));
        } finally {
            ended.countDown();
        }
    }

    private void read() throws IOException {
        InputStream in = new BufferedInputStream(network.in());
        PacketReader reader = new PacketReader(
                (to, offset, length) -> some(in, to, offset, length),
                mqtt5,
                PacketReader.largest(Runtime.getRuntime().maxMemory()));
        while (true) {
            handler.packet(reader.next());
        }
    }

    private int some(InputStream in, byte[] to, int offset, int length) throws IOException {
        while (true) {
            try {
                int n = in.read(to, offset, length);
                lastRead = now();
                pinged = 0;
                return n;
            } catch (SocketTimeoutException e) {
                requireAnswer();
            }
        }
    }

    /** Or that the network accepts something: one that does not keeps the thread that writes, and with it the ping. */
    private void requireAnswer() throws IOException {
        long limit = keepAlive;
        long since = pinged != 0 ? pinged : writing;
        if (limit > 0 && since != 0 && now() - since >= limit) {
            throw new IOException(SILENT);
        }
    }

    private void write() {
        try {
            OutputStream out = new BufferedOutputStream(network.out(), PIECE);
            boolean flushed = true;
            while (!isOver()) {
                Outgoing next = toWrite.poll(untilPing(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    requireAnswer();
                    next = new Outgoing(ping(), null);
                    bytesToWrite.addAndGet(length(next.packet));
                }
                for (byte[] part : next.packet) {
                    for (int at = 0; at < part.length; at += PIECE) {
                        writing = now();
                        out.write(part, at, Math.min(PIECE, part.length - at));
                        flushed = false;
                    }
                }
                if (!flushed && (next.then != null || toWrite.isEmpty())) {
                    writing = now();
                    out.flush();
                    flushed = true;
                }
                writing = 0;
                bytesToWrite.addAndGet(-length(next.packet));
                if (next.packet.length > 0) {
                    lastWritten = now();
                }
                if (next.then != null) {
                    next.then.run();
                }
            }
        } catch (IOException e) {
            close(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            close(new IOException(Reason.of(e), e));
        }
    }

    /** How long until there is something to do for the keep-alive. */
    private long untilPing() {
        long from = pinged != 0 ? pinged : Math.min(lastWritten, lastRead);
        return keepAlive == 0 ? Long.MAX_VALUE : Math.max(0, from + keepAlive - now());
    }

    private byte[][] ping() {
        boolean due = pinged == 0 && keepAlive > 0 && now() - Math.min(lastWritten, lastRead) >= keepAlive;
        if (!due) {
            return WAKE;
        }
        pinged = now();
        return new byte[][] {MqttPackets.PING};
    }

    /** Never 0. */
    private static long now() {
        return System.nanoTime() | 1;
    }
}
