package dev.piroutes.mqtt;

import java.util.concurrent.atomic.LongAdder;

/** What a device has done since the program started, as far as neither {@link Inbox} nor {@link Outbox} counts it. */
final class DeviceCounts {

    /** How many messages routes have published. */
    final LongAdder published = new LongAdder();

    /** How many messages were given up by the error policy. */
    final LongAdder rejected = new LongAdder();

    /** How many retained messages were refused. */
    final LongAdder retainedRefused = new LongAdder();
}
