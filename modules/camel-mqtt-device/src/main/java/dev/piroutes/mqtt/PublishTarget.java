package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/** Where what a device publishes goes: to its connection, or in tests to a {@link VirtualBroker}. */
interface PublishTarget {

    /**
     * Takes a message: then it is in its place in the order.
     *
     * @return what may yet be unsafe, or null if there is nothing to wait for
     * @throws OutboxException if it can be neither sent nor kept
     */
    @Nullable
    OutboxMessage publish(Publication message) throws OutboxException;

    /** Puts it on disk if the broker has not acknowledged it by now. */
    void storeIfUnacknowledged(OutboxMessage message);
}
