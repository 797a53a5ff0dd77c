package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.Listening;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that is silent for one and a half times its keep-alive (MQTT-3.1.2-24). Artemis compares readings of
 * the machine's clock, and so closes all of them when that is set forward, and none when it is set back; it looks every
 * two seconds only. Sits behind the decoder: packets count, not bytes.
 */
final class KeepAlive extends ChannelInboundHandlerAdapter {
    private static final int MQTT_5 = 5;
    private static final int MILLIS_FOR_A_SECOND = 1_500;
    /** Of MQTT 5's reason codes: Keep Alive timeout. */
    private static final byte TIMEOUT = (byte) 0x8d;

    private final boolean mqtt5;
    private final long allowed;
    private final LongSupplier nanoTime;
    private long heard;
    private @Nullable Listening listening;
    private @Nullable Future<?> look;

    /**
     * For a client whose CONNECT has been accepted.
     *
     * @param most seconds that an MQTT 5 client is told if it asks for more or for none, below 1 for no limit; MQTT 3.1.1
     *     has no way to tell a client, and gets what it asks for
     * @param nanoTime {@link System#nanoTime}, or a test's
     */
    KeepAlive(MqttConnectMessage connect, int most, LongSupplier nanoTime) {
        int asked = connect.variableHeader().keepAliveTimeSeconds();
        this.mqtt5 = connect.variableHeader().version() == MQTT_5;
        boolean replaced = mqtt5 && most > 0 && (asked == 0 || asked > most);
        this.allowed = TimeUnit.MILLISECONDS.toNanos((long) MILLIS_FOR_A_SECOND * (replaced ? most : asked));
        this.nanoTime = nanoTime;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        // A keep-alive of 0 turns it off (3.1.2.10).
        if (allowed > 0) {
            heard = nanoTime.getAsLong();
            listening = new Listening(ctx.channel());
            lookIn(ctx, allowed);
        }
    }

    private void lookIn(ChannelHandlerContext ctx, long nanos) {
        look = ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext ctx) {
        long now = nanoTime.getAsLong();
        if (listening != null && !listening.allTheTime()) {
            // It was the broker that did not listen.
            heard = now;
        }
        long left = allowed - (now - heard);
        if (left > 0) {
            lookIn(ctx, left);
            return;
        }
        if (mqtt5) {
            ctx.writeAndFlush(
                    MqttMessageBuilders.disconnect().reasonCode(TIMEOUT).build());
        }
        // Does not wait for the client to take that.
        ctx.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        heard = nanoTime.getAsLong();
        ctx.fireChannelRead(packet);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (look != null) {
            look.cancel(false);
        }
        ctx.fireChannelInactive();
    }
}
