package dev.piroutes.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/** A plugin for {@code broker.xml}: to delete a queue takes half a second, as on a slow card or a busy machine. */
public final class SlowDisk implements ActiveMQServerPlugin {

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            org.apache.activemq.artemis.core.security.SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
    }
}
