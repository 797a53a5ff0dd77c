package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.access.Access;
import dev.piroutes.broker.guard.GuardException;
import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.guard.Limits;
import dev.piroutes.broker.paging.OrderedStores;
import dev.piroutes.broker.paging.Publishers;
import dev.piroutes.broker.session.BrokerClock;
import dev.piroutes.broker.session.MessageExpiry;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import dev.piroutes.broker.session.Subscriptions;
import dev.piroutes.broker.session.TopicRoutes;
import dev.piroutes.broker.session.Unreleased;
import dev.piroutes.files.Reason;
import dev.piroutes.time.Time;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.spi.core.protocol.MessagePersister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of the guard for one run of a server. What outlives connections is read when the server becomes the one that
 * serves: at its start or, of a pair, when it takes over; and forgotten when it no longer is.
 */
final class Installation implements ActivateCallback {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGuardPlugin.class);

    final Access access;
    final Retained retained;
    final Sessions sessions;
    final Guards guards;
    final StallWatch stallWatch;
    final Traffic traffic;
    final Takeovers takeovers = new Takeovers(System::nanoTime);

    private final ActiveMQServer server;
    private final Publishers publishers = new Publishers();
    private final BrokerClock clock;
    private final MessageExpiry expiry;
    private final Subscriptions subscriptions;
    private final MqttProtocolFactory protocol;
    private final List<ActiveMQServerBasePlugin> plugins;
    private final List<ActivateCallback> callbacks;

    Installation(ActiveMQServer server, Limits limits, Access access, Duration willGrace) {
        this.server = server;
        this.access = access;
        clock = new BrokerClock(server, Time.SYSTEM);
        expiry = new MessageExpiry(server, clock);
        retained = new Retained(server, expiry);
        Unreleased unreleased = new Unreleased(server);
        sessions = new Sessions(server, retained, unreleased, clock, willGrace);
        subscriptions = new Subscriptions(server, retained);
        guards = new Guards(server, limits, access, retained, sessions);
        Clients clients = new Clients();
        PacketThread.Tasks tasks = new PacketThread.Tasks();
        DeliveryTracker deliveries = new DeliveryTracker(server, clients);
        stallWatch = new StallWatch(server);
        traffic = new Traffic(server.getConfiguration().getWildcardConfiguration(), retained);
        // Expiry before what keeps a copy.
        plugins = Stream.concat(
                        guards.plugins().stream(),
                        Stream.of(deliveries, expiry, retained, unreleased, subscriptions, traffic))
                .toList();
        callbacks = Stream.concat(
                        plugins.stream()
                                .filter(ActivateCallback.class::isInstance)
                                .map(ActivateCallback.class::cast),
                        Stream.of(this, stallWatch, new OrderlyStop(server, sessions, tasks), new AppendHere(server)))
                .toList();
        protocol = new MqttProtocolFactory(
                new SharedParts(
                        clients,
                        deliveries,
                        takeovers,
                        expiry,
                        retained,
                        unreleased,
                        subscriptions,
                        sessions,
                        publishers,
                        new UnderWay(),
                        new Backpressure.Waiting(guards::maxWaiting),
                        new Endings(),
                        tasks),
                guards);
    }

    /**
     * Takes the places of what Artemis has just made for this run; none of it has been used yet.
     *
     * @throws GuardException if there is an acceptor that cannot be guarded
     */
    void bringIn() {
        MqttAcceptors.guarded(server.getConfiguration())
                .forEach(acceptor -> server.getServiceRegistry().addAcceptorFactory(acceptor, guards.acceptors()));
        MessagePersister.registerProtocol(protocol);
        server.getRemotingService().getProtocolFactoryMap().put(MqttProtocolFactory.MQTT_PROTOCOL_NAME, protocol);
        AddressDefaults.set(server);
        if (!OrderedStores.install(server, publishers)) {
            LOG.warn(
                    "the pages of this broker are not files: when messages for one topic begin to be paged, a few of one"
                            + " publisher may overtake each other");
        }
        if (!TopicRoutes.install(server)) {
            LOG.warn(
                    "this Artemis is another than the guard was made for: the first messages of a topic can miss subscribers"
                            + " with wildcards if several clients publish them at once");
        }
        plugins.forEach(server::registerBrokerPlugin);
        callbacks.forEach(server::registerActivateCallback);
    }

    @Override
    public void stop(ActiveMQServer stopped) {
        callbacks.forEach(stopped::unregisterActivateCallback);
        plugins.forEach(stopped::unRegisterBrokerPlugin);
    }

    @Override
    public void shutdown(ActiveMQServer stopped) {
        stop(stopped);
    }

    /** The journal has been read, and no acceptor listens yet. */
    @Override
    public void activated() {
        try {
            clock.activate();
            retained.activate();
            sessions.activate();
            subscriptions.activate();
            expiry.activate();
        } catch (Exception e) {
            throw new GuardException(
                    "cannot read what the sessions left in "
                            + server.getConfiguration().getJournalDirectory() + ": " + Reason.of(e),
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
