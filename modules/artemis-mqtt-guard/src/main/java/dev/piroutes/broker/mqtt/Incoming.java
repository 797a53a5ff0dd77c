package dev.piroutes.broker.mqtt;

import java.util.Arrays;

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
 *   <li>that message came on the last connection before this one that brought anything new, or was repeated since; it is
 *       among the last {@value #REMEMBERED};
 *   <li>nothing new has come on this connection yet: clients repeat first;
 *   <li>the client has numbered that connection's messages one up from the other. One that takes the lowest free id has
 *       soon used an id for two messages.
 * </ul>
 *
 * There is one for each session, so it has to be small: eight bytes for each message.
 */
final class Incoming {
    private static final int REMEMBERED = 1_000;
    private static final int MAX_ID = 65_535;

    /** Of the connections before. */
    private Run before = new Run();
    /** Of this connection. */
    private Run now = new Run();

    private boolean newHasCome;
    private boolean inSequence = true;
    private int lastId;

    /** The last messages of a connection, by packet ids that count up; one that was left out is not known. */
    private static final class Run {
        private static final int FEW = 16;
        /** The lowest bit of a fingerprint gives way to whether its message is acknowledged. */
        private static final long ACKNOWLEDGED = 1;

        private long[] messages = {};
        /** Where the next one goes; they go round when there are {@value #REMEMBERED}. */
        private int next;

        private int size;
        private int lastId;

        void put(int id, long fingerprint, boolean acknowledged) {
            int slot = slot(id);
            if (slot < 0) {
                goOnTo(id);
                slot = slot(id);
            }
            messages[slot] = acknowledged ? fingerprint | ACKNOWLEDGED : fingerprint & ~ACKNOWLEDGED;
        }

        void acknowledge(int id) {
            int slot = slot(id);
            if (slot >= 0) {
                messages[slot] |= ACKNOWLEDGED;
            }
        }

        boolean isAcknowledged(int id, long fingerprint) {
            int slot = slot(id);
            return slot >= 0 && messages[slot] == (fingerprint | ACKNOWLEDGED);
        }

        /** What came after all of these, or is one of them once more. */
        void putAll(Run later) {
            for (int back = later.size - 1; back >= 0; back--) {
                int id = Math.floorMod(later.lastId - back - 1, MAX_ID) + 1;
                long message = later.messages[later.slot(id)];
                if (message != 0) {
                    put(id, message, (message & ACKNOWLEDGED) != 0);
                }
            }
        }

        private void goOnTo(int id) {
            int ahead = Math.floorMod(id - lastId, MAX_ID);
            if (ahead > REMEMBERED || size == 0) {
                size = 0;
                ahead = 1;
            }
            for (int i = 0; i < ahead; i++) {
                add();
            }
            lastId = id;
        }

        private void add() {
            if (size == messages.length && size < REMEMBERED) {
                next = size;
                messages = Arrays.copyOf(messages, Math.min(REMEMBERED, Math.max(FEW, 2 * size)));
            }
            messages[next] = 0;
            next = (next + 1) % messages.length;
            size = Math.min(size + 1, messages.length);
        }

        /** Negative: it is not known. */
        private int slot(int id) {
            int back = Math.floorMod(lastId - id, MAX_ID);
            return back < size ? Math.floorMod(next - 1 - back, messages.length) : -1;
        }
    }

    /** The session has a new connection. */
    synchronized void reconnected() {
        if (newHasCome) {
            before = now;
        } else {
            // It ended before the client had repeated everything, perhaps before it knew that it was connected.
            before.putAll(now);
        }
        now = new Run();
        newHasCome = false;
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
        boolean repeats = dup && before.isAcknowledged(id, fingerprint);
        if (!dup) {
            before = new Run();
            newHasCome = true;
            inSequence &= lastId == 0 || id == lastId % MAX_ID + 1;
            lastId = id;
        }
        if (inSequence) {
            now.put(id, fingerprint, repeats);
        } else {
            now = new Run();
        }
        return repeats;
    }

    /** The message of this connection with this packet id is on disk, and its acknowledgement under way. */
    synchronized void acknowledged(int id) {
        now.acknowledge(id);
    }
}
