package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.Listening;
import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading from a client that sends faster than its packets are handled, until they are. Artemis reads on and keeps
 * all of them in memory: one client that publishes as fast as it can would take the whole heap.
 *
 * <p>Several such clients are read in turns, one core's worth at a time: if all of them were handled at once, a button's
 * press would wait for each of them at each of the threads that it passes.
 *
 * <p>The same for a client that asks and does not read the answers.
 */
final class Backpressure {
    private static final int MANY_PACKETS = 100;
    private static final int FEW_PACKETS = 20;
    private static final long MANY_BYTES = 1024 * 1024;
    private static final long FEW_BYTES = 256 * 1024;
    /** A turn in which nothing comes is over. Longer than a look at the sockets takes. */
    private static final int SILENCE_MS = 2;
    /** What a packet takes beside what was sent. */
    private static final int PACKET = 1_000;

    /** Answers that a client is owed that does not read what it is sent: each stays in memory until it does. */
    private static final int MANY_ANSWERS = 100;

    private final Waiting all;
    private @Nullable Channel paused;
    /** It has sent too much itself, and is read in turns with others who do. */
    private boolean busy;
    /** Counts its turns. */
    private long turns;

    private boolean hasTurn;
    private boolean asks;
    private boolean held;
    private boolean heldInFront;
    private int owed;
    private boolean owedTooMuch;
    private boolean closed;
    private int packets;
    private long bytes;

    /** What waits on all connections of a broker: each has little to spare when there are many. */
    static final class Waiting {
        private final IntSupplier most;
        private final AtomicLong bytes = new AtomicLong();
        private final Deque<Runnable> next = new ArrayDeque<>();
        private int free;

        /**
         * @param most bytes
         * @param turns how many of those who send too much are read at a time
         */
        Waiting(IntSupplier most, int turns) {
            this.most = most;
            this.free = turns;
        }

        /** One core is left for all others. */
        Waiting(IntSupplier most) {
            this(most, Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        }

        /** @param turn what begins it, called soon, but not now */
        private synchronized void ask(Runnable turn) {
            if (free > 0) {
                free--;
                turn.run();
            } else {
                next.add(turn);
            }
        }

        private synchronized void done() {
            Runnable turn = next.poll();
            if (turn == null) {
                free++;
            } else {
                turn.run();
            }
        }

        /** Counts it. @return whether it is too much altogether */
        private boolean add(long length, int packets) {
            return bytes.addAndGet(length + (long) packets * PACKET) > most.getAsInt();
        }
    }

    Backpressure(Waiting all) {
        this.all = all;
    }

    /** A packet is waiting to be handled. */
    synchronized void taken(Channel channel, MqttMessage packet) {
        if (!closed && !channel.isWritable() && isAnswered(packet) && ++owed > MANY_ANSWERS) {
            owedTooMuch = true;
            read(channel);
        }
        if (closed || !counts(packet)) {
            return;
        }
        packets++;
        int length = packet.fixedHeader().remainingLength();
        bytes += length;
        boolean tooMuch = all.add(length, 1);
        boolean tooMuchItself = packets > MANY_PACKETS || bytes > MANY_BYTES;
        busy |= tooMuchItself;
        if (paused == null && (tooMuch || tooMuchItself)) {
            paused = channel;
            channel.config().setAutoRead(false);
        }
    }

    /** It has been. */
    synchronized void handled(MqttMessage packet) {
        if (closed || !counts(packet)) {
            return;
        }
        packets--;
        int length = packet.fixedHeader().remainingLength();
        bytes -= length;
        boolean tooMuch = all.add(-length, -1);
        if (paused == null || packets >= FEW_PACKETS || bytes >= FEW_BYTES || (tooMuch && packets > 0)) {
            return;
        }
        Channel channel = paused;
        if (!busy) {
            paused = null;
            read(channel);
        } else if (!asks) {
            asks = true;
            endTurn();
            all.ask(() -> channel.eventLoop().execute(() -> begin(channel)));
        }
    }

    private synchronized void begin(Channel channel) {
        asks = false;
        hasTurn = true;
        if (closed) {
            endTurn();
            return;
        }
        busy = false;
        paused = null;
        read(channel);
        long turn = ++turns;
        channel.eventLoop().schedule(() -> endSilent(turn), SILENCE_MS, TimeUnit.MILLISECONDS);
    }

    private synchronized void endSilent(long turn) {
        if (turn == turns && !busy) {
            endTurn();
        }
    }

    private void endTurn() {
        if (hasTurn) {
            hasTurn = false;
            all.done();
        }
    }

    /** Stops reading, whatever is waiting. */
    synchronized void hold(Channel channel) {
        held = true;
        read(channel);
    }

    /** Reads on, unless too much is waiting. */
    synchronized void resume(Channel channel) {
        held = false;
        read(channel);
    }

    /** The same for who holds or resumes in front of the one who handles. */
    synchronized void pause(Channel channel, boolean pause) {
        heldInFront = pause;
        read(channel);
    }

    /**
     * Always on the event loop: elsewhere Netty forgets a wish to read that came behind this one and was there already.
     */
    private void read(Channel channel) {
        if (channel.eventLoop().inEventLoop()) {
            readOnLoop(channel);
        } else {
            channel.eventLoop().execute(() -> readOnLoop(channel));
        }
    }

    private synchronized void readOnLoop(Channel channel) {
        if (paused == null && !held && !heldInFront && !owedTooMuch) {
            Listening.resume(channel);
        } else {
            channel.config().setAutoRead(false);
        }
    }

    /** The client has taken what it was sent. */
    synchronized void drained(Channel channel) {
        owed = 0;
        if (owedTooMuch) {
            owedTooMuch = false;
            read(channel);
        }
    }

    private static boolean isAnswered(MqttMessage packet) {
        return switch (packet.fixedHeader().messageType()) {
            case PINGREQ, SUBSCRIBE, UNSUBSCRIBE, PUBREC, PUBREL -> true;
            case PUBLISH -> packet.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
            default -> false;
        };
    }

    /** Nothing more is handled: what has not been counts no more. */
    synchronized void closed() {
        all.add(-bytes, -packets);
        closed = true;
        endTurn();
    }

    /** Pings are answered at once; what could not be decoded ends the connection. */
    private static boolean counts(MqttMessage packet) {
        return packet.decoderResult().isSuccess() && packet.fixedHeader().messageType() != MqttMessageType.PINGREQ;
    }
}
