package dev.piroutes.broker.session;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.reader.MessageUtil;

/** The durable queues in which the broker itself keeps what must outlive it. They are replicated like any other. */
final class Internal {
    /** No client can name it. */
    static final String PREFIX = "$sys.piroutes.";
    /** The client that published a message: Artemis's property for it. */
    static final SimpleString CLIENT_ID = MessageUtil.CONNECTION_ID_PROPERTY_NAME;

    private Internal() {}

    /** Makes it, if it is not there yet. */
    static Queue queue(ActiveMQServer server, String name) throws Exception {
        // Never paged: it is read as a whole, and what it holds is in memory anyway.
        server.getAddressSettingsRepository()
                .addMatch(
                        PREFIX + "#",
                        new AddressSettings()
                                .setIDCacheSize(Unreleased.MOST)
                                .setAddressFullMessagePolicy(AddressFullMessagePolicy.BLOCK)
                                .setMaxSizeBytes(-1));
        return server.createQueue(
                QueueConfiguration.of(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(true)
                        .setInternal(true)
                        .setAutoCreateAddress(true),
                true);
    }
}
