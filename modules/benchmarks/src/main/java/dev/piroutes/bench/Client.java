package dev.piroutes.bench;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A client with one subscription and one reading thread. It acknowledges what it receives at once, and has at most
 * {@value #WINDOW} publishes that the broker has not acknowledged.
 */
final class Client implements AutoCloseable {
    static final int WINDOW = 1_000;

    private static final int HIGHEST_ID = 0xFFFF;
    private static final long LIMIT_SECONDS = 30;

    private final Link link;
    private final Consumer<Message> receiver;
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Semaphore window = new Semaphore(WINDOW);
    private final AtomicInteger ids = new AtomicInteger();
    private volatile boolean closed;

    private Client(Link link, Consumer<Message> receiver) {
        this.link = link;
        this.receiver = receiver;
    }

    /** @param receiver gets each message on the reading thread */
    static Client subscribed(int port, String id, String filter, Consumer<Message> receiver)
            throws IOException, InterruptedException {
        Client client = new Client(new Link(Link.Address.of(port), id, true), receiver);
        client.startReading(id);
        client.link.write(Packet.subscribe(filter, HIGHEST_ID));
        if (!client.subscribed.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            client.close();
            throw new IOException("the broker did not answer the subscription to " + filter);
        }
        return client;
    }

    /** Comes back to a session that has its subscriptions. */
    static Client resumed(int port, String id, Consumer<Message> receiver) throws IOException {
        Client client = new Client(new Link(Link.Address.of(port), id, false), receiver);
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
            case Packet.SUBACK -> subscribed.countDown();
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
        if (!window.tryAcquire(WINDOW, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("the broker did not acknowledge everything within " + LIMIT_SECONDS + " s");
        }
        window.release(WINDOW);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        link.disconnect();
    }
}
