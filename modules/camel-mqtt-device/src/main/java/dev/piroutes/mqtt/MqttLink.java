package dev.piroutes.mqtt;

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
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);

    /** Nothing to write: it wakes the thread that writes. */
    private static final byte[][] WAKE = {};

    private final NetworkModule module;
    private final boolean mqtt5;
    private final Handler handler;
    private final BlockingQueue<byte[][]> toWrite = new LinkedBlockingQueue<>();
    private final AtomicReference<IOException> why = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long keepAlive;
    private volatile long lastRead;
    private volatile long lastWritten;
    /** 0: no ping waits for its answer. */
    private volatile long pinged;

    /** Connects in the background. @param module for the broker, not started */
    MqttLink(NetworkModule module, boolean mqtt5, Duration keepAlive, Handler handler) {
        this.module = module;
        this.mqtt5 = mqtt5;
        this.handler = handler;
        this.keepAlive = keepAlive.toNanos();
    }

    /** @param connect the first packet */
    void open(byte[] connect) {
        send(connect);
        DeviceThreads.WAITERS.execute(this::run);
    }

    /** The broker wants it otherwise. */
    void keepAlive(Duration other) {
        keepAlive = other.toNanos();
        toWrite.add(WAKE);
    }

    /** @param packet in parts: large payloads are not copied */
    void send(byte[]... packet) {
        toWrite.add(packet);
    }

    boolean isOver() {
        return why.get() != null;
    }

    /** Ends it, unless it is over. The handler is told when all that has come is handled. */
    void close(IOException because) {
        if (!why.compareAndSet(null, because)) {
            return;
        }
        toWrite.add(WAKE);
        try {
            module.stop();
        } catch (IOException | RuntimeException e) {
            LOG.debug("{}: {}", module.getServerURI(), e.toString());
        }
    }

    /** Waits until the handler has been told of the end. */
    boolean awaitEnd(Duration limit) {
        try {
            return ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        try {
            module.start();
            lastRead = System.nanoTime();
            lastWritten = lastRead;
            if (isOver()) {
                module.stop();
            } else {
                DeviceThreads.WAITERS.execute(this::write);
                read();
            }
        } catch (IOException e) {
            close(e);
        } catch (MqttException | RuntimeException | Error e) {
            // An OutOfMemoryError among them: the next connection may have room.
            close(new IOException(e.getMessage(), e));
        }
        handler.ended(Objects.requireNonNull(why.get()));
        ended.countDown();
    }

    private void read() throws IOException {
        InputStream in = new BufferedInputStream(module.getInputStream());
        PacketReader reader = new PacketReader(
                (to, offset, length) -> some(in, to, offset, length),
                mqtt5,
                PacketReader.largest(Runtime.getRuntime().maxMemory()));
        while (true) {
            handler.packet(reader.next());
        }
    }

    /** Sockets come back when nothing has come for a second. */
    private int some(InputStream in, byte[] to, int offset, int length) throws IOException {
        while (true) {
            try {
                int n = in.read(to, offset, length);
                lastRead = System.nanoTime();
                pinged = 0;
                return n;
            } catch (SocketTimeoutException e) {
                requireAnswer();
            }
        }
    }

    private void requireAnswer() throws IOException {
        long since = pinged;
        if (since != 0 && System.nanoTime() - since >= keepAlive) {
            throw new IOException(SILENT);
        }
    }

    private void write() {
        try {
            OutputStream out = new BufferedOutputStream(module.getOutputStream());
            boolean flushed = true;
            while (!isOver()) {
                byte[][] packet = toWrite.poll(untilPing(), TimeUnit.NANOSECONDS);
                if (packet == null) {
                    requireAnswer();
                    packet = ping();
                }
                for (byte[] part : packet) {
                    out.write(part);
                    flushed = false;
                }
                if (!flushed && toWrite.isEmpty()) {
                    out.flush();
                    flushed = true;
                }
                if (packet.length > 0) {
                    lastWritten = System.nanoTime();
                }
            }
        } catch (IOException e) {
            close(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            close(new IOException(e.getMessage(), e));
        }
    }

    /** How long until there is something to do for the keep-alive. */
    private long untilPing() {
        long from = pinged != 0 ? pinged : Math.min(lastWritten, lastRead);
        return keepAlive <= 0 ? Long.MAX_VALUE : Math.max(0, from + keepAlive - System.nanoTime());
    }

    private byte[][] ping() {
        long now = System.nanoTime();
        boolean due = pinged == 0 && keepAlive > 0 && now - Math.min(lastWritten, lastRead) >= keepAlive;
        if (!due) {
            return WAKE;
        }
        pinged = now == 0 ? 1 : now;
        return new byte[][] {MqttPackets.ping()};
    }
}
