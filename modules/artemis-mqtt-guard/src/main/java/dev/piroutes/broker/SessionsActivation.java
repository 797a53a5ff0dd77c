package dev.piroutes.broker;

import dev.piroutes.broker.session.BrokerClock;
import dev.piroutes.broker.session.MessageExpiry;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import dev.piroutes.broker.session.Subscriptions;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Reads what outlives connections whenever this server becomes the one that serves: at its start or, of a pair, when it
 * takes over; and forgets it when it no longer is.
 */
final class SessionsActivation implements ActivateCallback {
    private final ActiveMQServer server;
    private final BrokerClock clock;
    private final MessageExpiry expiry;
    private final Retained retained;
    private final Sessions sessions;
    private final Subscriptions subscriptions;

    SessionsActivation(
            ActiveMQServer server,
            BrokerClock clock,
            MessageExpiry expiry,
            Retained retained,
            Sessions sessions,
            Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
        this.clock = clock;
        this.expiry = expiry;
        this.sessions = sessions;
        this.server = server;
        this.retained = retained;
    }

    /** The journal has been read, and no acceptor listens yet. */
    @Override
    public void activated() {
        try {
            clock.activate(server);
            retained.activate(server);
            sessions.activate(server);
            subscriptions.activate();
            expiry.activate(server);
        } catch (Exception e) {
            throw new BrokerException(
                    "cannot read what the sessions left in "
                            + server.getConfiguration().getJournalDirectory() + ": " + e,
                    e);
        }
    }

    @Override
    public void deActivate() {
        expiry.deactivate();
        sessions.deactivate();
        retained.deactivate();
        clock.deactivate();
    }
}
