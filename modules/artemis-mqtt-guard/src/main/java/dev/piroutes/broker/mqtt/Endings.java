package dev.piroutes.broker.mqtt;

import java.util.concurrent.Executor;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions one after the other. To delete a subscription, Artemis reads and acknowledges every message that waits for it; of
 * fifty clients that leave at once, each with thousands of messages on disk, that took the whole heap.
 */
final class Endings {
    private @Nullable Executor one;

    /** @param pool of the broker, always the same */
    synchronized void run(Executor pool, Runnable ending) {
        Executor turns = one;
        if (turns == null) {
            turns = new OrderedExecutor(pool);
            one = turns;
        }
        turns.execute(ending);
    }
}
