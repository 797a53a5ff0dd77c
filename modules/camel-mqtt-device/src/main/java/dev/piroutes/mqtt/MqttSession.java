package dev.piroutes.mqtt;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a session has under way, over the ends of its connections: messages of QoS 1 and 2 until the broker has
 * them, and requests until it has answered. Messages are sent in order, and not more at once than the broker takes; on the
 * next connection they are sent again with their packet ids.
 */
final class MqttSession {

    /** Where packets go: to a connection. */
    interface Out {
        /** Does not wait. @param packet in parts */
        void send(byte[]... packet);

        /** The same for one that nothing answers: {@link #written} is to be called when the network has it. */
        void sendUnanswered(Sent message, byte[]... packet);

        /** Whether so much waits for the network that what need not arrive is better left out. */
        default boolean isFull() {
            return false;
        }
    }

    /** A message of QoS 1 or 2. */
    static final class Sent {
        private final int id;
        private final Publication message;
        final @Nullable Object context;
        private final long since = System.nanoTime();
        /** Completes when the broker has it; fails when it refuses it, or the connection ends. */
        final CompletableFuture<Void> done = new CompletableFuture<>();
        /** On this connection, or if there is none, on the last. */
        private boolean written;
        /** On any connection of which the broker remembers. */
        private boolean known;
        /** With QoS 2: the broker has it, and only the rest of the handshake is left. */
        private boolean released;

        private Sent(int id, Publication message, @Nullable Object context) {
            this.id = id;
            this.message = message;
            this.context = context;
        }
    }

    private final MqttPackets format;
    private final Map<Integer, Sent> sent = new LinkedHashMap<>();
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private final Map<Integer, CompletableFuture<byte[]>> requests = new HashMap<>();
    private @Nullable Out out;
    private BrokerTakes broker = BrokerTakes.ALL;
    private int window;
    private int underWay;
    private int lastId;

    /** @param lastId the packet id before the first that is used */
    MqttSession(MqttPackets format, int lastId) {
        this.format = format;
        this.lastId = lastId;
    }

    /** Forgets all, for a session that ends with its connection. */
    synchronized void clear() {
        sent.clear();
    }

    /**
     * The broker has taken a connection: sends again what was under way.
     *
     * @param remembered whether the broker has the session still
     * @param takes what it takes
     * @param inFlight how many messages may be under way at once, if it takes as many
     * @param packets where to send them
     */
    synchronized void begin(boolean remembered, BrokerTakes takes, int inFlight, Out packets) {
        end(out, new IOException("another connection"));
        broker = takes;
        window = Math.min(inFlight, takes.underWay());
        out = packets;
        for (Sent message : sent.values()) {
            message.written = false;
            message.known &= remembered;
            if (message.released) {
                packets.send(format.answer(MqttPackets.PUBREL, message.id, 0));
            } else {
                waiting.add(message);
            }
        }
        pump();
    }

    /** A connection has ended. What nobody would be told of is forgotten. @param packets of {@link #begin} */
    synchronized void end(@Nullable Out packets, IOException why) {
        if (out == null || packets != out) {
            return;
        }
        out = null;
        underWay = 0;
        waiting.clear();
        sent.values().forEach(message -> message.done.completeExceptionally(why));
        sent.values().removeIf(message -> message.context == null);
        requests.values().forEach(request -> request.completeExceptionally(why));
        requests.clear();
    }

    /** @throws TransportException if there is no connection */
    synchronized Sent publish(Publication publication, @Nullable Object context) throws TransportException {
        Out packets = connection();
        if (publication.qos() == 0) {
            if (packets.isFull()) {
                throw new TransportException("the network is slower than what is published");
            }
            Sent gone = new Sent(0, publication, null);
            packets.send(format.publish(broker.allowed(publication), publication.properties(), 0, false));
            gone.done.complete(null);
            return gone;
        }
        Sent made = new Sent(nextId(), publication, context);
        sent.put(made.id, made);
        waiting.add(made);
        pump();
        return made;
    }

    /**
     * Asks the broker, and waits.
     *
     * @param packet with the packet id
     * @return its reason codes
     */
    byte[] request(IntFunction<byte[]> packet, Duration limit) throws TransportException {
        int id;
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        synchronized (this) {
            Out packets = connection();
            id = nextId();
            requests.put(id, answer);
            packets.send(packet.apply(id));
        }
        try {
            return await(answer, limit);
        } finally {
            synchronized (this) {
                requests.remove(id);
            }
        }
    }

    synchronized void answered(int id, byte[] codes) {
        CompletableFuture<byte[]> request = requests.get(id);
        if (request != null) {
            request.complete(codes);
        }
    }

    /** The broker has received a message of QoS 2: what is left is to release it. */
    synchronized void received(int id) {
        Sent message = sent.get(id);
        if (message != null) {
            message.released = true;
        }
        Out packets = out;
        if (packets != null) {
            int reason = message == null ? ReasonCode.PACKET_ID_NOT_FOUND : 0;
            packets.send(format.answer(MqttPackets.PUBREL, id, reason));
        }
    }

    /** The broker is done with a message, one way or the other. @return null if there is none of that id */
    synchronized @Nullable Sent done(int id) {
        Sent message = sent.remove(id);
        if (message == null) {
            return null;
        }
        if (!message.written) {
            // Its packet id is free now.
            waiting.remove(message);
        } else if (out != null) {
            underWay--;
            pump();
        }
        return message;
    }

    /** The network has a message that nothing answers. @return whether it was under way still */
    synchronized boolean written(Sent message) {
        return sent.get(message.id) == message && done(message.id) != null;
    }

    /** See {@link Transport#forget}. */
    synchronized List<Object> forget(Predicate<Object> contexts) {
        List<Object> forgotten = new ArrayList<>();
        for (Sent message : List.copyOf(sent.values())) {
            if (message.context != null && !message.released && contexts.test(message.context)) {
                done(message.id);
                forgotten.add(message.context);
            }
        }
        return forgotten;
    }

    /** See {@link Transport#unanswered}. */
    synchronized List<Object> unanswered() {
        List<Object> contexts = new ArrayList<>();
        for (Sent message : sent.values()) {
            if (message.context != null && message.written && !message.released) {
                contexts.add(message.context);
            }
        }
        return contexts;
    }

    /** @throws TransportException if that has failed, or not come within the limit */
    static <T> T await(CompletableFuture<T> answer, Duration limit) throws TransportException {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TransportException(MqttLink.SILENT);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TransportException known) {
                throw known;
            }
            throw new TransportException(e.getCause());
        } catch (InterruptedException e) {
            // The device is stopping: nobody else interrupts its thread.
            Thread.currentThread().interrupt();
            throw new TransportException(e);
        }
    }

    private void pump() {
        Out packets = out;
        while (packets != null && !waiting.isEmpty() && underWay < most(waiting.element())) {
            Sent next = waiting.remove();
            Duration waited = Duration.ofNanos(System.nanoTime() - next.since);
            Publication message = broker.allowed(next.message);
            boolean answered = message.qos() > 0;
            byte[][] packet =
                    format.publish(message, message.properties().after(waited), next.id, answered && next.known);
            next.written = true;
            next.known = answered;
            underWay++;
            if (answered) {
                packets.send(packet);
            } else {
                packets.sendUnanswered(next, packet);
            }
        }
    }

    /** How many may be under way before this one. */
    private int most(Sent next) {
        return next.message.qos() == 2 ? Math.min(window, broker.underWayQos2()) : window;
    }

    private Out connection() throws TransportException {
        Out packets = out;
        if (packets == null) {
            throw new TransportException("not connected");
        }
        return packets;
    }

    private int nextId() throws TransportException {
        for (int tries = 0; tries < 65_535; tries++) {
            lastId = lastId % 65_535 + 1;
            if (!sent.containsKey(lastId) && !requests.containsKey(lastId)) {
                return lastId;
            }
        }
        throw new TransportException("65535 packets are under way: MQTT has no id for one more");
    }
}
