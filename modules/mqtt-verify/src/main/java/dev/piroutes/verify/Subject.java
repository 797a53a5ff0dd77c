package dev.piroutes.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One device under examination, as the proxy knows it: its track, its connection of now, and whether it is refused. The
 * proxy's thread writes, the examination's reads and commands.
 */
final class Subject {

    /** Packet ids from here on are the examiner's own; brokers begin at 1. Their PUBACKs do not reach the broker. */
    static final int OWN_IDS = 65_001;

    private final Track track = new Track();
    private final List<String> takeovers = new ArrayList<>();
    private @Nullable ProxyConnection current;
    private boolean refusing;
    private int lastOwnId = OWN_IDS - 1;

    Track track() {
        return track;
    }

    /** Whether the broker is away, as far as this device can see. */
    synchronized boolean isRefusing() {
        return refusing;
    }

    /** From the proxy: it has sent its CONNECT, and is not refused. */
    synchronized void connected(ProxyConnection connection) {
        ProxyConnection before = current;
        if (before != null) {
            takeovers.add(before.from() + " and " + connection.from());
        }
        current = connection;
    }

    /** From the proxy. */
    synchronized void closed(ProxyConnection connection) {
        if (current == connection) {
            current = null;
        }
    }

    /** Each time a second connection came with the same client id while the first was open: whose they were. */
    synchronized List<String> takeovers() {
        return List.copyOf(takeovers);
    }

    /** Whether two clients have one client id. Once can be a device whose old connection died without a word. */
    synchronized boolean isClash() {
        return takeovers.size() > 1;
    }

    /** Cuts its connection, as a broken network does. */
    void cut() {
        ProxyConnection open;
        synchronized (this) {
            open = current;
            current = null;
        }
        if (open != null) {
            open.cut();
        }
    }

    /** Shows it a broker that has gone, and comes back when this is called with false. */
    void refuse(boolean away) {
        synchronized (this) {
            refusing = away;
        }
        if (away) {
            cut();
        }
    }

    /** A packet id of the examiner's own. */
    synchronized int nextOwnId() {
        return ++lastOwnId;
    }

    /** Sends it a message of which the broker knows nothing. Does nothing while it is not connected. */
    void inject(Packet.Publish publish) {
        ProxyConnection open;
        synchronized (this) {
            open = current;
        }
        if (open != null) {
            open.inject(publish);
        }
    }
}
