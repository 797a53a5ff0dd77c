package dev.piroutes.broker.mqtt;

import dev.piroutes.time.Repeats;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in words that two clients use one client id and throw each other off: the commonest mistake in a classroom, and
 * without this an invisible one.
 *
 * <p>A client that lost its network comes back while the broker still holds its old connection, which is a takeover too.
 * That one comes from the same address and does not happen again soon, so it is not mentioned: of takeovers from the same
 * address, the second within {@link #WINDOW} is.
 */
final class Takeovers {
    /** At most one line per client id in this time. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    private static final int REMEMBERED = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Takeovers.class);

    private final LongSupplier nanoTime;
    private final Repeats<String> recent;
    private final Repeats<String> reported;
    private final Map<String, Last> clashes = new LinkedHashMap<>();

    private record Last(Clash clash, long at) {}

    /** @param nanoTime {@link System#nanoTime}, or a test's */
    Takeovers(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        recent = new Repeats<>(WINDOW, REMEMBERED, nanoTime);
        reported = new Repeats<>(WINDOW, REMEMBERED, nanoTime);
    }

    /** A connection from {@code newAddress} ended one from {@code oldAddress}; both as {@code host:port}. */
    void tookOver(String clientId, String newAddress, String oldAddress) {
        String line = line(clientId, host(newAddress), host(oldAddress));
        if (line != null) {
            LOG.warn(line);
        }
    }

    /** Returns what to say, or {@code null} for nothing. */
    synchronized @Nullable String line(String clientId, String newHost, String oldHost) {
        if (recent.add(clientId) == 0 && newHost.equals(oldHost)) {
            return null;
        }
        clashes.remove(clientId);
        clashes.put(clientId, new Last(new Clash(clientId, newHost, oldHost), nanoTime.getAsLong()));
        if (clashes.size() > REMEMBERED) {
            clashes.remove(clashes.keySet().iterator().next());
        }
        return reported.add(clientId) == 0
                ? "client id " + clientId + ": " + newHost + " took the connection over from " + oldHost
                        + "; two clients with one id throw each other off, so give each an id of its own"
                : null;
    }

    /** Those of the last {@link #WINDOW}, the newest last. */
    synchronized List<Clash> clashes() {
        long now = nanoTime.getAsLong();
        return clashes.values().stream()
                .filter(last -> now - last.at < WINDOW.toNanos())
                .map(Last::clash)
                .toList();
    }

    private static String host(String address) {
        String plain = address.startsWith("/") ? address.substring(1) : address;
        int port = plain.lastIndexOf(':');
        return port < 0 ? plain : plain.substring(0, port);
    }
}
