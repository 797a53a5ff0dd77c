package dev.piroutes.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client with one subscription and one reading thread. It acknowledges what it receives at once, and bounds the
 * publishes that the broker has not acknowledged.
 */
final class Client implements AutoCloseable {
    static final int WINDOW = 1_000;

    private static final int HIGHEST_ID = 0xFFFF;
    private static final long LIMIT_SECONDS = 30;

    private final Link link;
    private final Consumer<Message> receiver;
    private final int limit;
    private final Semaphore window;
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean closed;

    private Client(Link link, int limit, Consumer<Message> receiver) {
        this.link = link;
        this.limit = limit;
        this.window = new Semaphore(limit);
        this.receiver = receiver;
    }

    /**
     * Of a session that ends with the connection, and with at most {@value #WINDOW} unacknowledged publishes.
     *
     * @param receiver gets each message on the reading thread
     */
    static Client subscribed(int port, String id, String filter, Consumer<Message> receiver) throws IOException {
        return connected(port, id, true, WINDOW, filter, receiver);
    }

    /** Of a session that stays, as a device's does, and with at most so many unacknowledged publishes. */
    static Client device(int port, String id, int limit, String filter, Consumer<Message> receiver) throws IOException {
        return connected(port, id, false, limit, filter, receiver);
    }

    private static Client connected(
            int port, String id, boolean clean, int limit, String filter, Consumer<Message> receiver)
            throws IOException {
        List<Packet> early = new ArrayList<>();
        Client client =
                new Client(Link.subscribed(Link.Address.of(port), id, clean, filter, early::add), limit, receiver);
        for (Packet packet : early) {
            client.take(packet);
        }
        client.startReading(id);
        return client;
    }

    private void startReading(String id) {
        Thread reader = new Thread(this::read, id + "-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (true) {
                take(link.read());
            }
        } catch (IOException e) {
            if (!closed) {
                // Whoever waits for a message misses it; the count says so.
                System.err.println("bench: connection lost: " + e.getMessage());
            }
        }
    }

    private void take(Packet packet) throws IOException {
        switch (packet.type()) {
            case Packet.PUBLISH -> {
                Message message = packet.message();
                receiver.accept(message);
                if (message.id() != 0) {
                    link.write(Packet.acknowledgement(message.id()));
                }
            }
            case Packet.PUBACK -> window.release();
            default -> {
                // Nothing else is asked for.
            }
        }
    }

    /** Publishes at QoS 1; waits only while the window is full. */
    void publish(Message message) throws IOException, InterruptedException {
        if (!window.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker has not acknowledged anything for " + LIMIT_SECONDS + " s");
        }
        link.write(Packet.publish(message, ids.getAndIncrement() % (HIGHEST_ID - 1) + 1));
    }

    /** Waits until the broker has acknowledged everything. */
    void flush() throws IOException, InterruptedException {
        if (!window.tryAcquire(limit, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker did not acknowledge everything within " + LIMIT_SECONDS + " s");
        }
        window.release(limit);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        link.disconnect();
    }
}
