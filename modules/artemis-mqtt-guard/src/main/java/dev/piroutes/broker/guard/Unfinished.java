package dev.piroutes.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How much has come of one connection that waits for the rest of it: of a packet, or of a frame of a WebSocket. All connections
 * together may have {@code max-unfinished} of that, and each has {@code packet-timeout} for it, in which the broker has listened
 * all the time. Of the connection's event loop.
 */
final class Unfinished {
    private final String what;
    private final Limits limits;
    private final AtomicLong all;
    private final Consumer<Offence> findings;
    private int bytes;
    /** How many have come to their end, so that the timer knows whether its own is still the last. */
    private long ended;

    private boolean timed;
    private @Nullable Future<?> timer;

    /**
     * @param what in words: a packet
     * @param all bytes of all connections
     * @param findings told once that it is too much, or takes too long
     */
    Unfinished(String what, Limits limits, AtomicLong all, Consumer<Offence> findings) {
        this.what = what;
        this.limits = limits;
        this.all = all;
        this.findings = findings;
    }

    /** One has come to its end. */
    void ended() {
        ended++;
    }

    /** So much is there now. */
    void now(ChannelHandlerContext ctx, int waiting) {
        account(waiting);
        if (bytes > 0 && all.get() > limits.get(Limit.MAX_UNFINISHED)) {
            account(0);
            findings.accept(
                    Offence.tooLarge("too many bytes of unfinished packets altogether" + Limit.MAX_UNFINISHED.place()));
        } else if (bytes > 0) {
            watch(ctx);
        }
    }

    private void account(int waiting) {
        all.addAndGet(waiting - bytes);
        bytes = waiting;
    }

    /** Nothing more comes. */
    void closed() {
        account(0);
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void watch(ChannelHandlerContext ctx) {
        if (timed) {
            return;
        }
        timed = true;
        long before = ended;
        int seconds = limits.get(Limit.PACKET_TIMEOUT);
        Listening listening = new Listening(ctx.channel());
        timer = ctx.executor().schedule(() -> look(ctx, before, listening, seconds), seconds, TimeUnit.SECONDS);
    }

    private void look(ChannelHandlerContext ctx, long before, Listening listening, int seconds) {
        timed = false;
        if (bytes == 0 || !ctx.channel().isActive()) {
            return;
        }
        if (ended == before && listening.allTheTime()) {
            account(0);
            findings.accept(new Offence(
                    Offence.Kind.TOO_SLOW,
                    what + " that took more than " + seconds + " s" + Limit.PACKET_TIMEOUT.place(),
                    Offence.PROTOCOL_ERROR));
        } else {
            watch(ctx);
        }
    }
}
