package dev.piroutes.broker.repair;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the copy of the bindings as new as it has to be: some seconds after a durable queue has come or gone. */
public final class BindingsCopy implements ActiveMQServerQueuePlugin, ActivateCallback {
    private static final Logger LOG = LoggerFactory.getLogger(BindingsCopy.class);
    private static final long LOOK_SECONDS = 1;

    private final ActiveMQServer server;
    private @Nullable ScheduledFuture<?> looking;
    private volatile boolean changed;
    /** Seen at the last look: by now it is on disk. */
    private boolean waiting;

    private boolean failed;
    private boolean stopped;

    public BindingsCopy(ActiveMQServer server) {
        this.server = server;
    }

    @Override
    public synchronized void activated() {
        stopped = false;
        changed = true;
        looking = server.getScheduledPool()
                .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Waits for a copy that is being made: the pool is about to interrupt it. */
    @Override
    public synchronized void deActivate() {
        stopped = true;
        if (looking != null) {
            looking.cancel(false);
        }
        if (changed || waiting) {
            copy();
        }
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        changed |= queue.isDurable();
    }

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress) {
        changed |= queue.isDurable();
    }

    private synchronized void look() {
        if (stopped) {
            return;
        }
        boolean due = waiting;
        waiting = changed;
        changed = false;
        if (due) {
            copy();
        }
    }

    private void copy() {
        try {
            new Bindings(server.getConfiguration().getBindingsLocation().toPath()).copy();
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                LOG.warn("broker   the copy of its bindings cannot be written: {}", Reason.of(e));
            }
            failed = true;
            changed = true;
        }
    }
}
