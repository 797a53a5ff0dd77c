package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device keeps retained at the broker beside its status: the latest payload of each topic, sent when it changes and
 * again on every connect. Only the latest counts, so nothing of it waits in the outbox; while one is under way, later ones
 * for the same topic replace each other. Runs on the connection's control thread only.
 */
final class Announcements {
    private static final byte[] NOTHING = {};
    private static final Logger LOG = LoggerFactory.getLogger(Announcements.class);

    /** One that is on its way: the context of its publish. */
    record Sent(String topic, byte[] payload) {}

    private final Transport transport;
    private final Map<String, byte[]> latest = new LinkedHashMap<>();
    /** What the broker has not acknowledged, by topic. */
    private final Map<String, Sent> underWay = new LinkedHashMap<>();

    private boolean givenUp;

    Announcements(Transport transport) {
        this.transport = transport;
    }

    /** Keeps it for every connect. @return whether it is news */
    boolean put(String topic, byte[] payload) {
        return !givenUp && !Arrays.equals(latest.put(topic, payload), payload);
    }

    /** Sends the latest of a topic, or leaves that to the one that is under way. */
    void send(String topic) {
        if (underWay.containsKey(topic)) {
            return;
        }
        try {
            publish(topic, latest.getOrDefault(topic, NOTHING));
        } catch (TransportException e) {
            // Not connected: the next connect sends it.
        }
    }

    private Transport.Receipt publish(String topic, byte[] payload) throws TransportException {
        Sent sent = new Sent(topic, payload);
        Transport.Receipt receipt = transport.publish(new Publication(topic, payload, 1, true), sent);
        underWay.put(topic, sent);
        return receipt;
    }

    /** The broker has it: what has changed meanwhile follows. */
    void acknowledged(Sent sent) {
        if (underWay.remove(sent.topic(), sent)
                && !Arrays.equals(latest.getOrDefault(sent.topic(), NOTHING), sent.payload())) {
            send(sent.topic());
        }
    }

    /**
     * Sends all of them and waits: the broker may end the connection on one that it does not permit.
     *
     * @throws TransportException if one is not acknowledged within the limit
     */
    void sendAll(Duration limit) throws TransportException {
        for (Map.Entry<String, byte[]> entry : latest.entrySet()) {
            try {
                publish(entry.getKey(), entry.getValue()).await(limit);
            } catch (TransportException e) {
                if (e.outcome() != ConnectOutcome.REFUSED) {
                    throw e;
                }
                // The listener says so. The device works without it.
            }
            underWay.remove(entry.getKey());
        }
    }

    /** The first topic that the broker has not acknowledged. */
    Optional<String> unacknowledged() {
        return underWay.keySet().stream().findFirst();
    }

    /** Announces nothing any more, and lets fall what would be sent again; what the broker has stays there. */
    void giveUp() {
        givenUp = true;
        latest.clear();
        transport.forget(Sent.class::isInstance);
        underWay.clear();
    }

    /** Takes back all that it announced, from another thread, and waits for it. @return whether the broker knows */
    boolean withdraw(ExecutorService control, Duration limit) throws InterruptedException {
        return DeviceThreads.await(
                control,
                () -> {
                    try {
                        latest.replaceAll((topic, payload) -> NOTHING);
                        sendAll(limit);
                        latest.clear();
                        return true;
                    } catch (TransportException e) {
                        LOG.debug("not taken back: {}", e.getMessage());
                        return false;
                    }
                },
                limit);
    }
}
