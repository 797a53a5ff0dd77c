package dev.piroutes.broker;

import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Traffic on a pair: a publisher (QoS 1, ten at a time) and a subscriber with a session that outlives its connection. Both
 * know both nodes and connect to whichever takes them, for ever; the publisher repeats what was not acknowledged.
 */
final class PairLoad implements AutoCloseable {
    private static final int AT_ONCE = 10;

    private final List<PairNode> nodes;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean publishing = true;
    private volatile boolean closed;
    private volatile long lastAcknowledged;
    private volatile int sessionsLost;

    PairLoad(PairNode... nodes) {
        this.nodes = List.of(nodes);
        try (WireClient device = connect("load-device")) {
            device.subscribe("load/#", 1);
        }
        start("load-device", this::receive);
        start("load-publisher", this::publish);
    }

    /** What the publisher has an acknowledgement for. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    /** What the subscriber got. */
    Set<String> received() {
        return received;
    }

    /** When the last acknowledgement came, as {@link System#nanoTime}. */
    long lastAcknowledged() {
        return lastAcknowledged;
    }

    /** How often the subscriber was told that the broker did not know its session. */
    int sessionsLost() {
        return sessionsLost;
    }

    void stopPublishing() {
        publishing = false;
    }

    private void start(String name, Consumer<WireClient> work) {
        Thread thread = new Thread(() -> forEver(name, work), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void forEver(String name, Consumer<WireClient> work) {
        while (!closed) {
            try (WireClient client = connect(name)) {
                work.accept(client);
            } catch (RuntimeException e) {
                // The node went: on to the other.
            }
        }
    }

    private WireClient connect(String clientId) {
        while (true) {
            for (PairNode node : nodes) {
                try {
                    WireClient client = node.open();
                    if (!client.connect(clientId, false) && !acknowledged.isEmpty() && clientId.equals("load-device")) {
                        sessionsLost++;
                    }
                    return client;
                } catch (RuntimeException e) {
                    if (closed) {
                        throw e;
                    }
                    // Not this one.
                    java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
                }
            }
        }
    }

    private int next;
    private final List<String> batch = new ArrayList<>();

    private void publish(WireClient client) {
        boolean again = !batch.isEmpty();
        while (publishing && !closed) {
            if (batch.isEmpty()) {
                for (int i = 0; i < AT_ONCE; i++) {
                    batch.add("message-" + next++);
                }
            }
            for (int i = 0; i < batch.size(); i++) {
                client.publish(again, 1, false, "load/x", i + 1, batch.get(i));
            }
            for (int i = 0; i < batch.size(); i++) {
                client.awaitPuback(i + 1);
                acknowledged.add(batch.get(i));
                lastAcknowledged = System.nanoTime();
            }
            batch.clear();
            again = false;
        }
        closedOrIdle();
    }

    private void closedOrIdle() {
        while (!closed) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
    }

    private void receive(WireClient client) {
        while (!closed) {
            try {
                WireClient.Publish publish = client.receive();
                received.add(publish.payload());
                client.puback(publish.id());
            } catch (java.io.UncheckedIOException e) {
                if (!(e.getCause() instanceof SocketTimeoutException)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            for (Thread thread : threads) {
                thread.join(10_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
