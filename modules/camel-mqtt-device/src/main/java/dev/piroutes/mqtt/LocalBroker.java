package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * The broker that runs in this program, for whoever connects to it. Bound in Camel's registry. While it waits for its port
 * nobody connects: what listens there is another broker, with other clients.
 */
@FunctionalInterface
public interface LocalBroker {
    /** Why nobody can connect to it yet, in words; null if there is no reason not to try. */
    @Nullable
    String waitingFor();
}
