package dev.piroutes.broker.mqtt;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The QoS 1 messages that one session sent lately, so that what it sends again after a cut, because the acknowledgement
 * was lost with the connection, is acknowledged and not routed a second time.
 *
 * <p>MQTT 3.1.1 leaves the doubling to the subscribers ("at least once"), since a packet id says little: it is free for
 * another message as soon as it is acknowledged. So a message counts as a repetition only if all of this holds; in doubt
 * it is new, for a command too many is better than one lost:
 *
 * <ul>
 *   <li>it has the DUP flag, and packet id, topic, retain flag and payload of a message that was stored and acknowledged;
 *   <li>that message came on the connection before this one, among its last {@value #REMEMBERED};
 *   <li>nothing new has come on this connection yet: clients repeat first;
 *   <li>the client has numbered that connection's messages one up from the other. One that takes the lowest free id has
 *       soon used an id for two messages.
 * </ul>
 */
final class Incoming {
    private static final int REMEMBERED = 1_000;
    private static final int MAX_ID = 65_535;

    /** By packet id, in the order sent; those of the connection before. */
    private Map<Integer, Message> before = new LinkedHashMap<>();
    /** The same, of this connection. */
    private Map<Integer, Message> now = new LinkedHashMap<>();

    private boolean inSequence = true;
    private int lastId;

    private static final class Message {
        private final long fingerprint;
        private boolean acknowledged;

        private Message(long fingerprint, boolean acknowledged) {
            this.fingerprint = fingerprint;
            this.acknowledged = acknowledged;
        }
    }

    /** The session has a new connection. */
    synchronized void reconnected() {
        before = inSequence ? now : new LinkedHashMap<>();
        now = new LinkedHashMap<>();
        inSequence = true;
        lastId = 0;
    }

    /**
     * Notes a message that has come.
     *
     * @param fingerprint of topic, retain flag and payload
     * @return whether it repeats one that is already stored
     */
    synchronized boolean repeats(int id, boolean dup, long fingerprint) {
        Message earlier = dup ? before.get(id) : null;
        boolean repeats = earlier != null && earlier.acknowledged && earlier.fingerprint == fingerprint;
        if (!dup) {
            before.clear();
            inSequence &= lastId == 0 || id == lastId % MAX_ID + 1;
            lastId = id;
        }
        now.remove(id);
        now.put(id, new Message(fingerprint, repeats));
        if (now.size() > REMEMBERED) {
            now.remove(now.keySet().iterator().next());
        }
        return repeats;
    }

    /** The message of this connection with this packet id is on disk, and its acknowledgement under way. */
    synchronized void acknowledged(int id) {
        Message message = now.get(id);
        if (message != null) {
            message.acknowledged = true;
        }
    }
}
