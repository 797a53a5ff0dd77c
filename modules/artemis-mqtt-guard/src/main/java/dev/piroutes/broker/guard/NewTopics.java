package dev.piroutes.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets a client that publishes to one new topic after another wait until topics that nobody uses have been forgotten, which
 * takes some seconds. Nothing is refused, nothing is lost, and what the client sends comes in its order.
 */
final class NewTopics extends ChannelInboundHandlerAdapter {
    private static final int AGAIN_MS = 100;
    /** More than the broker needs to forget a topic. Whatever holds that up, the client does not wait for ever. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(30);

    private final Predicate<String> mustWait;
    private final Guards.Session session;
    private @Nullable Deque<Object> held;
    private long since;

    /** @param mustWait whether there is no room for this topic at the moment */
    NewTopics(Predicate<String> mustWait, Guards.Session session) {
        this.mustWait = mustWait;
        this.session = session;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (held != null) {
            held.add(packet);
        } else if (isTooNew(packet)) {
            held = new ArrayDeque<>();
            held.add(packet);
            since = System.nanoTime();
            session.hold();
            later(ctx);
        } else {
            ctx.fireChannelRead(packet);
        }
    }

    private boolean isTooNew(Object packet) {
        return packet instanceof MqttPublishMessage publish
                && mustWait.test(publish.variableHeader().topicName());
    }

    private void later(ChannelHandlerContext ctx) {
        ctx.executor().schedule(() -> again(ctx), AGAIN_MS, TimeUnit.MILLISECONDS);
    }

    private void again(ChannelHandlerContext ctx) {
        Deque<Object> waiting = held;
        if (waiting == null) {
            return;
        }
        while (!waiting.isEmpty()) {
            if (System.nanoTime() - since < LONGEST && isTooNew(waiting.element())) {
                later(ctx);
                return;
            }
            since = System.nanoTime();
            ctx.fireChannelRead(waiting.remove());
        }
        held = null;
        session.resume();
    }

    /** What it sent before it went counts: a DISCONNECT above all. */
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Deque<Object> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(ctx::fireChannelRead);
        }
        ctx.fireChannelInactive();
    }
}
