package dev.piroutes.broker;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stops reading from a client that sends faster than its packets are handled, until they are. Artemis reads on and keeps
 * all of them in memory: one client that publishes as fast as it can would take the whole heap.
 */
final class Pressure {
    private static final int MANY_PACKETS = 1_000;
    private static final int FEW_PACKETS = 200;
    private static final long MANY_BYTES = 1024 * 1024;
    private static final long FEW_BYTES = 256 * 1024;
    /** What a packet takes beside what was sent. */
    private static final int PACKET = 1_000;

    private final Waiting all;
    private @Nullable Channel paused;
    private boolean held;
    private boolean heldInFront;
    private boolean closed;
    private int packets;
    private long bytes;

    /** What waits on all connections of a broker: each has little to spare when there are many. */
    static final class Waiting {
        private final IntSupplier most;
        private final AtomicLong bytes = new AtomicLong();

        /** @param most bytes */
        Waiting(IntSupplier most) {
            this.most = most;
        }

        /** Counts it. @return whether it is too much altogether */
        private boolean add(long length, int packets) {
            return bytes.addAndGet(length + (long) packets * PACKET) > most.getAsInt();
        }
    }

    Pressure(Waiting all) {
        this.all = all;
    }

    /** A packet is waiting to be handled. */
    synchronized void taken(Channel channel, MqttMessage packet) {
        if (closed || !counts(packet)) {
            return;
        }
        packets++;
        int length = packet.fixedHeader().remainingLength();
        bytes += length;
        boolean tooMuch = all.add(length, 1);
        if (paused == null && (tooMuch || packets > MANY_PACKETS || bytes > MANY_BYTES)) {
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
        if (paused != null && packets < FEW_PACKETS && bytes < FEW_BYTES && (!tooMuch || packets == 0)) {
            Channel channel = paused;
            paused = null;
            read(channel);
        }
    }

    /** Stops reading, whatever is waiting. */
    synchronized void hold(Channel channel) {
        held = true;
        channel.config().setAutoRead(false);
    }

    /** Reads on, unless too much is waiting. */
    synchronized void resume(Channel channel) {
        held = false;
        read(channel);
    }

    /** The same for who holds or lets go in front of the one who handles. */
    synchronized void pause(Channel channel, boolean pause) {
        heldInFront = pause;
        read(channel);
    }

    private void read(Channel channel) {
        channel.config().setAutoRead(paused == null && !held && !heldInFront);
    }

    /** Nothing more is handled: what has not been counts no more. */
    synchronized void closed() {
        all.add(-bytes, -packets);
        closed = true;
    }

    /** Pings are answered at once; what could not be decoded ends the connection. */
    private static boolean counts(MqttMessage packet) {
        return packet.decoderResult().isSuccess() && packet.fixedHeader().messageType() != MqttMessageType.PINGREQ;
    }
}
