package dev.piroutes.broker.guard;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether the broker reads from a connection. While it does not, because it has too much to do, no client can be too slow or
 * too silent: whoever measures that asks here first.
 */
public final class Listening {
    private static final AttributeKey<AtomicLong> RESUMED = AttributeKey.valueOf(Listening.class, "resumed");

    private final Channel channel;
    private long seen;

    /** To be asked from now on. */
    public Listening(Channel channel) {
        this.channel = channel;
        seen = resumed(channel).get();
    }

    private static AtomicLong resumed(Channel channel) {
        channel.attr(RESUMED).setIfAbsent(new AtomicLong());
        return Objects.requireNonNull(channel.attr(RESUMED).get());
    }

    /** Whoever has stopped reading from a connection reads on by this alone. */
    public static void resume(Channel channel) {
        if (!channel.config().isAutoRead()) {
            resumed(channel).incrementAndGet();
            channel.config().setAutoRead(true);
        }
    }

    /** Whether it has read all the time since this was asked last. */
    public boolean allTheTime() {
        long now = resumed(channel).get();
        boolean all = channel.config().isAutoRead() && now == seen;
        seen = now;
        return all;
    }
}
