package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device has received and not yet acknowledged. Messages are handed to routes one after another, in the order
 * received, on the device's own thread, which does not wait for a route that goes on elsewhere; they are acknowledged in that
 * order too, each when its {@link Delivery} is done.
 */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** About what the objects of a message take on the heap, beside topic and payload. */
    private static final int OVERHEAD = 500;

    /** Hands a message to the routes that subscribed it. */
    @FunctionalInterface
    interface Router {
        void route(Delivery delivery);
    }

    private final Executor executor;
    private final Router router;
    private final Consumer<Delivery> acknowledge;
    private final long mostQos0;
    private final HandledPackets handledPackets = new HandledPackets();
    private final Deque<Delivery> toHandle = new ArrayDeque<>();
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private final LongAdder handledCount = new LongAdder();
    private final LongAdder failedCount = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private long receivedCount;
    /** How much memory the messages of QoS 0 take that wait to be handled. */
    private long qos0Bytes;
    /** By {@link System#nanoTime}. */
    private long lastReceived;

    private long connection;
    private boolean open;
    private boolean paused;
    private boolean held;
    private boolean handling;

    /**
     * @param executor runs what it is given soon, on a thread of its own; it is given one task at a time
     * @param acknowledge tells the broker; called in order, for deliveries of the present connection only
     * @param mostQos0 bytes that messages of QoS 0 may take while they wait: no acknowledgement slows down who sends them
     */
    Inbox(Executor executor, Router router, Consumer<Delivery> acknowledge, long mostQos0) {
        this.executor = executor;
        this.router = router;
        this.acknowledge = acknowledge;
        this.mostQos0 = mostQos0;
    }

    /**
     * Takes a message from the network. Never blocks.
     *
     * @return false for a message of QoS 0 that is dropped, since too many of them wait
     */
    synchronized boolean received(ReceivedMessage message) {
        if (message.qos() == 0 && qos0Bytes >= mostQos0) {
            receivedCount++;
            return false;
        }
        qos0Bytes += qos0Bytes(message);
        toHandle.add(delivery(message));
        wake();
        return true;
    }

    private static long qos0Bytes(ReceivedMessage message) {
        return message.qos() > 0 ? 0 : OVERHEAD + message.topic().length() + message.payload().length;
    }

    /** Takes a message that is for no route: it is acknowledged in its turn. */
    synchronized void discard(ReceivedMessage message) {
        delivery(message).handOut(() -> {});
    }

    private Delivery delivery(ReceivedMessage message) {
        receivedCount++;
        lastReceived = System.nanoTime();
        Delivery delivery = new Delivery(message, connection);
        unacknowledged.add(delivery);
        delivery.done().thenRun(this::settle);
        return delivery;
    }

    /** To be called when what routes publish can be taken: lets messages be handled, those that wait first. */
    synchronized void open() {
        open = !paused;
        wake();
    }

    /** Hands out nothing more, whatever the connection does: its routes stop. What waits stays unacknowledged. */
    synchronized void pause() {
        paused = true;
        open = false;
    }

    /**
     * Hands out nothing more until {@link #resume}, whatever the connection does, and waits for the message that routes are
     * at. What comes meanwhile waits, unacknowledged.
     *
     * @return false if that message is not done within the limit
     */
    synchronized boolean hold(Duration limit) throws InterruptedException {
        held = true;
        long end = System.nanoTime() + limit.toNanos();
        while (handling) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** Ends {@link #hold}. */
    synchronized void resume() {
        held = false;
        wake();
    }

    /** To be called when the connection is gone: what was not handled yet will come again. */
    synchronized void disconnected() {
        open = false;
        connection++;
        toHandle.clear();
        qos0Bytes = 0;
        unacknowledged.clear();
    }

    /** How many messages the broker has sent, those that came again among them. */
    synchronized long receivedCount() {
        return receivedCount;
    }

    /** When the last one came, in milliseconds since the epoch by the clock as it is set now; 0 if none has. */
    synchronized long lastReceived() {
        long ago = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastReceived);
        return receivedCount == 0 ? 0 : System.currentTimeMillis() - ago;
    }

    /** How many messages routes have completed. */
    long handledCount() {
        return handledCount.sum();
    }

    /** How many messages no route took, or ended with an error that was not handled. */
    long failedCount() {
        return failedCount.sum();
    }

    /** How many messages came again after they had been handled, and were only acknowledged. */
    long redelivered() {
        return redelivered.sum();
    }

    private void wake() {
        if (open && !held && !handling && !toHandle.isEmpty()) {
            handling = true;
            executor.execute(this::handleAll);
        }
    }

    private void handleAll() {
        Delivery delivery = next();
        while (delivery != null) {
            Delivery current = delivery;
            handle(current);
            if (!current.handled().isDone()) {
                current.handled()
                        .thenRunAsync(
                                () -> {
                                    handled(current);
                                    handleAll();
                                },
                                executor);
                return;
            }
            handled(current);
            delivery = next();
        }
    }

    private synchronized @Nullable Delivery next() {
        while (open && !held && !toHandle.isEmpty()) {
            Delivery delivery = toHandle.remove();
            qos0Bytes -= qos0Bytes(delivery.message());
            CompletableFuture<Void> before = handledPackets.before(delivery);
            if (before == null) {
                return delivery;
            }
            redelivered.increment();
            delivery.attach(before);
            delivery.handOut(() -> {});
        }
        handling = false;
        notifyAll();
        return null;
    }

    private void handle(Delivery delivery) {
        try {
            delivery.handOut(() -> router.route(delivery));
        } catch (RuntimeException e) {
            // Whatever is wrong with one message, the next has its turn.
            delivery.fail();
            LOG.error("{} could not be handed to routes: {}", PublishRules.show(delivery.topic()), Reason.of(e));
            LOG.debug("{}", delivery.topic(), e);
        }
    }

    private void handled(Delivery delivery) {
        (delivery.hasFailed() ? failedCount : handledCount).increment();
        synchronized (this) {
            handledPackets.add(delivery);
        }
    }

    private synchronized void settle() {
        while (!unacknowledged.isEmpty() && unacknowledged.peek().done().isDone()) {
            acknowledge.accept(unacknowledged.remove());
        }
    }
}
