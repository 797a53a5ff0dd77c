package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.paging.Publisher;
import dev.piroutes.files.Reason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQChannelHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a connection finish before its session ends, and before the client's next connection begins.
 *
 * <p>Artemis ends the session as soon as the socket is closed, though packets that came before may still wait to be
 * handled: an acknowledgement among them is lost, a clean DISCONNECT among them comes too late to stop the will, a publish
 * is overtaken by what the client sends on its next connection. Here the end takes its turn behind the packets, and a
 * CONNECT waits for the client's last connection.
 *
 * <p>Stands in front of the connection's {@link MqttHandler}. All its state belongs to the connection's event loop.
 */
final class PacketOrder extends ChannelInboundHandlerAdapter {
    /** Longest wait for the packets of a connection that has ended. More than a slow card needs for one write. */
    private static final int PATIENCE_SECONDS = 5;

    private static final int RECHECK_MS = 100;
    private static final int SETTLE_MS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(PacketOrder.class);

    private final MqttHandler handler;
    private final Clients clients;
    private final Backpressure backpressure;
    private @Nullable ChannelHandlerContext channel;
    /** What came while the CONNECT waits. */
    private @Nullable Deque<Object> held;

    private boolean endPassedOn;

    /** Takes its turn behind the packets that have come before it. */
    static final class Marker extends MqttMessage {
        private final Runnable action;

        private Marker(Runnable action) {
            super(new MqttFixedHeader(MqttMessageType.PINGRESP, false, MqttQoS.AT_MOST_ONCE, false, 0));
            this.action = action;
        }

        void run() {
            action.run();
        }
    }

    PacketOrder(MqttHandler handler, Clients clients, Backpressure.Waiting waiting) {
        this.backpressure = new Backpressure(waiting);
        this.handler = handler;
        this.clients = clients;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        backpressure.taken(ctx.channel(), (MqttMessage) packet);
        if (held != null) {
            held.add(packet);
        } else if (packet instanceof MqttConnectMessage connect
                && connect.decoderResult().isSuccess()) {
            hold(ctx, connect);
        } else {
            handler.read(packet);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            backpressure.drained(ctx.channel());
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        handler.allRead();
        ctx.fireChannelReadComplete();
    }

    private void hold(ChannelHandlerContext ctx, MqttConnectMessage connect) {
        MqttHandler last = clients.handlerOf(connect.payload().clientIdentifier());
        if (last == null) {
            handler.read(connect);
            return;
        }
        held = new ArrayDeque<>();
        held.add(connect);
        last.order().whenFinished(() -> ctx.executor().execute(this::release));
    }

    private void release() {
        Deque<Object> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(handler::read);
        }
    }

    /** For who wants the client to send nothing more for a while. */
    Publisher.Reading reading() {
        return new Publisher.Reading() {
            @Override
            public void hold() {
                backpressure.hold(Objects.requireNonNull(channel).channel());
            }

            @Override
            public void resume() {
                backpressure.resume(Objects.requireNonNull(channel).channel());
            }
        };
    }

    /** Reads nothing more for the time being, whatever is waiting. */
    void hold() {
        backpressure.pause(Objects.requireNonNull(channel).channel(), true);
    }

    /** Reads on, unless too much is waiting. */
    void resume() {
        backpressure.pause(Objects.requireNonNull(channel).channel(), false);
    }

    /** The handler is done with a packet. */
    void handled(MqttMessage packet) {
        backpressure.handled(packet);
    }

    /** Runs the action when everything that has come on this connection is handled and on disk. */
    private void whenFinished(Runnable action) {
        ChannelHandlerContext ctx = Objects.requireNonNull(channel);
        Runnable handled = () -> {
            if (!ctx.channel().isActive()) {
                // Its will, if any, comes before what the client sends next.
                handler.ended();
            }
            handler.whenStored(action);
        };
        // Not at once: a client that closed its socket and came back may have left bytes in it. A timer set on the
        // event loop fires in a later round of it, which begins with a look at the sockets.
        ctx.executor().execute(() -> ctx.executor()
                .schedule(() -> afterPackets(ctx, handled), SETTLE_MS, TimeUnit.MILLISECONDS));
    }

    /** Runs the action, once, when the packets that have come are handled, or that takes too long. */
    private void afterPackets(ChannelHandlerContext ctx, Runnable action) {
        if (handler.isOver()) {
            action.run();
            return;
        }
        Once once = new Once(action);
        // A session that is just being ended (DISCONNECT, keep-alive, takeover) throws the marker away.
        once.timers.add(ctx.executor()
                .scheduleWithFixedDelay(() -> runIfOver(once), RECHECK_MS, RECHECK_MS, TimeUnit.MILLISECONDS));
        once.timers.add(ctx.executor().schedule(once, PATIENCE_SECONDS, TimeUnit.SECONDS));
        handler.read(new Marker(once));
    }

    /** Its timers end with it: each keeps all of a connection in memory. */
    private static final class Once implements Runnable {
        private final Runnable action;
        private final List<Future<?>> timers = new ArrayList<>(2);
        private final AtomicBoolean done = new AtomicBoolean();

        private Once(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (done.compareAndSet(false, true)) {
                timers.forEach(timer -> timer.cancel(false));
                action.run();
            }
        }
    }

    private void runIfOver(Runnable action) {
        if (handler.isOver()) {
            action.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
        // Taken now: a closed channel's pipeline is emptied, and the event would no longer be passed on.
        ChannelHandlerContext artemis = ctx.pipeline().context(ActiveMQChannelHandler.class);
        afterPackets(ctx, () -> handler.close(() -> ctx.executor().execute(() -> passOn(artemis))));
    }

    private void passOn(ChannelHandlerContext artemis) {
        if (endPassedOn) {
            return;
        }
        endPassedOn = true;
        backpressure.closed();
        try {
            ((ChannelInboundHandler) artemis.handler()).channelInactive(artemis);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis failed to end a connection", e);
        }
    }

    /** A reset or undecodable bytes: the same end as any other. Artemis would end the session at once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof OutOfMemoryError) {
            LOG.warn(
                    "{}: no memory for what it sends ({}); closed",
                    ctx.channel().remoteAddress(),
                    Reason.of(cause));
        }
        ctx.close();
    }
}
