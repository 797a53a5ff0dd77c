package dev.piroutes.broker;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
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

    private @Nullable Channel paused;
    private boolean held;
    private int packets;
    private long bytes;

    /** A packet is waiting to be handled. */
    synchronized void taken(Channel channel, MqttMessage packet) {
        if (!counts(packet)) {
            return;
        }
        packets++;
        bytes += packet.fixedHeader().remainingLength();
        if (paused == null && (packets > MANY_PACKETS || bytes > MANY_BYTES)) {
            paused = channel;
            channel.config().setAutoRead(false);
        }
    }

    /** It has been. */
    synchronized void handled(MqttMessage packet) {
        if (!counts(packet)) {
            return;
        }
        packets--;
        bytes -= packet.fixedHeader().remainingLength();
        if (paused != null && packets < FEW_PACKETS && bytes < FEW_BYTES) {
            paused.config().setAutoRead(!held);
            paused = null;
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
        channel.config().setAutoRead(paused == null);
    }

    /** Pings are answered at once; what could not be decoded ends the connection. */
    private static boolean counts(MqttMessage packet) {
        return packet.decoderResult().isSuccess() && packet.fixedHeader().messageType() != MqttMessageType.PINGREQ;
    }
}
