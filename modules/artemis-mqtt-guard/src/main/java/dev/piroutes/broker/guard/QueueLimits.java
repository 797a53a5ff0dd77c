package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.QueueFilter;
import dev.piroutes.broker.session.Queues;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the queue of a subscription from growing for ever behind a client that is away or slow: a queue that is full takes
 * no more until some of it is delivered, so that what is dropped is the newest. Other subscriptions get it all the same.
 */
final class QueueLimits implements ActiveMQServerQueuePlugin, ActivateCallback {
    private final ActiveMQServer server;
    private final int most;
    private final OffenceLog log;
    private final LongAdder dropped = new LongAdder();

    QueueLimits(ActiveMQServer server, Limits limits, OffenceLog log) {
        this.server = server;
        this.most = limits.get(Limit.MAX_QUEUED_MESSAGES);
        this.log = log;
    }

    /** Those that were there before this start. */
    @Override
    public void activationComplete() {
        Queues.of(server).forEach(this::limit);
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        limit(queue);
    }

    private void limit(Queue queue) {
        if (Queues.isSubscription(queue) && !(queue.getFilter() instanceof Room)) {
            queue.setFilter(new Room(queue, queue.getFilter()));
        }
    }

    /** How many messages were not queued for one subscription or another. */
    long dropped() {
        return dropped.sum();
    }

    private void full(Queue queue) {
        dropped.increment();
        String name = queue.getName().toString();
        int dot = name.indexOf('.');
        String who = "client id " + NameRules.show(ClientIds.decode(dot < 0 ? name : name.substring(0, dot)));
        log.add(
                who,
                who,
                new Offence(
                        Offence.Kind.LIMIT,
                        "more than " + most + " messages wait for its subscription of " + queue.getAddress()
                                + Limit.MAX_QUEUED_MESSAGES.place(),
                        Offence.QUOTA),
                "the newest are dropped");
    }

    /** The queue's own filter, and room. Asked when a message is routed, and only then. */
    private final class Room extends QueueFilter {
        private final Queue queue;

        private Room(Queue queue, @Nullable Filter own) {
            super(own);
            this.queue = queue;
        }

        @Override
        public boolean match(Message message) {
            if (!ownMatches(message)) {
                return false;
            }
            if (queue.getMessageCount() >= most) {
                full(queue);
                return false;
            }
            return true;
        }
    }
}
