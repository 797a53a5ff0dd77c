package dev.piroutes.broker.session;

import java.util.stream.Stream;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** The queues of a server. */
public final class Queues {
    private Queues() {}

    /** All of them. */
    public static Stream<Queue> of(ActiveMQServer server) {
        return server.getPostOffice()
                .getAllBindings()
                .filter(LocalQueueBinding.class::isInstance)
                .map(binding -> ((LocalQueueBinding) binding).getQueue());
    }

    /** Those of subscriptions. */
    public static Stream<Queue> ofSubscriptions(ActiveMQServer server) {
        return of(server).filter(Queues::isSubscription);
    }

    /** Names with a dollar are Artemis's own and ours: sessions, retained messages. */
    public static boolean isSubscription(Queue queue) {
        return !queue.getName().toString().startsWith("$");
    }
}
