package dev.piroutes.broker.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who may have a connection: so many altogether, so many from one address, and so many new ones a second. Stands at the
 * listening socket, so that one that is refused costs no more than its acceptance.
 */
@Sharable
final class Admissions extends ChannelInboundHandlerAdapter {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    /** Addresses without a connection are forgotten when there are so many. */
    private static final int TIDY = 2_000;

    private final Limits limits;
    private final OffenceLog log;
    private final LongSupplier clock;
    private final Map<String, Address> addresses = new HashMap<>();
    private int connections;

    private static final class Address {
        private int connections;
        /** Times the new connections: each puts it ahead by its share of a second. */
        private long paidUntil;

        private Address(long now) {
            paidUntil = now;
        }
    }

    /** @param clock nanoseconds */
    Admissions(Limits limits, OffenceLog log, LongSupplier clock) {
        this.limits = limits;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel channel = (Channel) accepted;
        String address = Peers.address(channel);
        Offence offence = admit(address);
        if (offence == null) {
            channel.closeFuture().addListener(closed -> leave(address));
            ctx.fireChannelRead(channel);
        } else {
            log.add(address, address, offence, "refused");
            channel.unsafe().closeForcibly();
        }
    }

    /** Counts a connection in, or returns why not. */
    synchronized @Nullable Offence admit(String address) {
        long now = clock.getAsLong();
        if (addresses.size() > TIDY) {
            addresses.values().removeIf(known -> known.connections == 0 && known.paidUntil <= now);
        }
        Address known = addresses.computeIfAbsent(address, key -> new Address(now));
        int perSecond = limits.get(Limit.CONNECTIONS_PER_SECOND);
        long price = SECOND / perSecond;
        long paid = Math.max(known.paidUntil, now) + price;
        if (connections >= limits.get(Limit.MAX_CONNECTIONS)) {
            return offence("more than " + limits.get(Limit.MAX_CONNECTIONS) + " connections", Limit.MAX_CONNECTIONS);
        }
        if (known.connections >= limits.get(Limit.MAX_CONNECTIONS_PER_ADDRESS)) {
            return offence(
                    "more than " + limits.get(Limit.MAX_CONNECTIONS_PER_ADDRESS) + " connections from one address",
                    Limit.MAX_CONNECTIONS_PER_ADDRESS);
        }
        if (paid - now > price * limits.get(Limit.CONNECTIONS_BURST)) {
            return offence("more than " + perSecond + " new connections a second", Limit.CONNECTIONS_PER_SECOND);
        }
        known.paidUntil = paid;
        known.connections++;
        connections++;
        return null;
    }

    private static Offence offence(String what, Limit limit) {
        return new Offence(Offence.Kind.CONNECTIONS, what + limit.place(), Offence.QUOTA);
    }

    synchronized void leave(String address) {
        connections--;
        Address known = addresses.get(address);
        if (known != null) {
            known.connections--;
        }
    }
}
