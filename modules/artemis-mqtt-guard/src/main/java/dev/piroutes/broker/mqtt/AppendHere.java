package dev.piroutes.broker.mqtt;

import java.lang.reflect.Field;
import org.apache.activemq.artemis.core.journal.Journal;
import org.apache.activemq.artemis.core.journal.impl.JournalImpl;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a record of the journal copied into its buffer by the thread that writes it, in turn with others. Artemis wakes a thread of
 * its own for each, which takes many times as long as the copy. The disk is waited for as before, by another thread.
 */
final class AppendHere implements ActivateCallback {
    private static final String FIELD = "appendExecutor";
    private static final Logger LOG = LoggerFactory.getLogger(AppendHere.class);

    private final ActiveMQServer server;

    AppendHere(ActiveMQServer server) {
        this.server = server;
    }

    /** The journal has been read. If this cannot be, nothing else changes. */
    @Override
    public void activated() {
        try {
            Journal journal = server.getStorageManager().getMessageJournal();
            if (journal instanceof JournalImpl files) {
                Field field = JournalImpl.class.getDeclaredField(FIELD);
                field.setAccessible(true);
                files.flush();
                field.set(files, new OrderedExecutor(Runnable::run));
            }
        } catch (Exception e) {
            LOG.debug("a message takes more time than it needs", e);
        }
    }
}
