package dev.piroutes.broker.mqtt;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What is under way to all clients together: each message is in memory until its client has acknowledged it. When it is too
 * much, nobody gets a further one before all that it has are acknowledged.
 */
final class UnderWay {
    /** Of the heap, beside a message's payload. */
    private static final int MESSAGE = 1_024;

    private static final int SHARE_OF_HEAP = 16;

    private final long most;
    private final AtomicLong bytes = new AtomicLong();

    UnderWay() {
        this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    UnderWay(long most) {
        this.most = most;
    }

    static int bytes(int payload) {
        return MESSAGE + payload;
    }

    void add(long more) {
        bytes.addAndGet(more);
    }

    boolean isTooMuch() {
        return bytes.get() > most;
    }
}
