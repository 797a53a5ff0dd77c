package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device has received and not yet acknowledged. Messages are obeyed one after another, in the order received,
 * on the device's own thread; they are acknowledged in that order too, each when its {@link Delivery} is done.
 */
final class Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    /** Hands a message to the routes that subscribed it. */
    @FunctionalInterface
    interface Router {
        void route(Delivery delivery);
    }

    private final Executor executor;
    private final Router router;
    private final Consumer<Delivery> acknowledge;
    private final Obeyed obeyed = new Obeyed();
    private final Deque<Delivery> toObey = new ArrayDeque<>();
    private final Deque<Delivery> unacknowledged = new ArrayDeque<>();
    private final LongAdder obeyedCount = new LongAdder();
    private final LongAdder redelivered = new LongAdder();
    private long receivedCount;
    /** By {@link System#nanoTime}. */
    private long lastReceived;

    private long connection;
    private boolean open;
    private boolean held;
    private boolean obeying;

    /**
     * @param executor runs what it is given soon, on a thread of its own; it is given one task at a time
     * @param acknowledge tells the broker; called in order, for deliveries of the present connection only
     */
    Inbox(Executor executor, Router router, Consumer<Delivery> acknowledge) {
        this.executor = executor;
        this.router = router;
        this.acknowledge = acknowledge;
    }

    /** Takes a message from the network. Never blocks. */
    synchronized void received(String topic, MqttMessage message) {
        receivedCount++;
        lastReceived = System.nanoTime();
        Delivery delivery = new Delivery(topic, message, connection);
        toObey.add(delivery);
        unacknowledged.add(delivery);
        delivery.done().thenRun(this::settle);
        wake();
    }

    /** Takes a message that is for no route: it is acknowledged in its turn. */
    synchronized void discard(MqttMessage message) {
        receivedCount++;
        lastReceived = System.nanoTime();
        Delivery delivery = new Delivery("", message, connection);
        unacknowledged.add(delivery);
        delivery.done().thenRun(this::settle);
        delivery.handOut(() -> {});
    }

    /** To be called when what routes publish can be taken: lets messages be obeyed, those that wait first. */
    synchronized void open() {
        open = true;
        wake();
    }

    /** Obeys nothing more, until {@link #open}. What waits stays unacknowledged. */
    synchronized void pause() {
        open = false;
    }

    /**
     * Obeys nothing more until {@link #resume}, whatever the connection does, and waits for the message that routes are
     * at. What comes meanwhile waits, unacknowledged.
     *
     * @return false if that message is not done within the limit
     */
    synchronized boolean hold(Duration limit) throws InterruptedException {
        held = true;
        long end = System.nanoTime() + limit.toNanos();
        while (obeying) {
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

    /** To be called when the connection is gone: what was not obeyed yet will come again. */
    synchronized void disconnected() {
        open = false;
        connection++;
        toObey.clear();
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
    long obeyedCount() {
        return obeyedCount.sum();
    }

    /** How many messages came again after they had been obeyed, and were only acknowledged. */
    long redelivered() {
        return redelivered.sum();
    }

    private void wake() {
        if (open && !held && !obeying && !toObey.isEmpty()) {
            obeying = true;
            executor.execute(this::obeyAll);
        }
    }

    private void obeyAll() {
        while (true) {
            Delivery delivery;
            boolean again;
            synchronized (this) {
                if (!open || held || toObey.isEmpty()) {
                    obeying = false;
                    notifyAll();
                    return;
                }
                delivery = toObey.remove();
                again = obeyed.contains(delivery.topic(), delivery.message());
            }
            obey(delivery, again);
        }
    }

    private void obey(Delivery delivery, boolean again) {
        if (again) {
            redelivered.increment();
            delivery.handOut(() -> {});
            return;
        }
        try {
            delivery.handOut(() -> router.route(delivery));
        } catch (RuntimeException e) {
            // Whatever is wrong with one message, the next has its turn.
            LOG.error("{} could not be handed to routes: {}", PublishRules.show(delivery.topic()), e.toString());
            LOG.debug("{}", delivery.topic(), e);
        }
        delivery.obeyed().join();
        obeyedCount.increment();
        synchronized (this) {
            obeyed.add(delivery.topic(), delivery.message());
        }
    }

    private synchronized void settle() {
        while (!unacknowledged.isEmpty() && unacknowledged.peek().done().isDone()) {
            acknowledge.accept(unacknowledged.remove());
        }
    }
}
