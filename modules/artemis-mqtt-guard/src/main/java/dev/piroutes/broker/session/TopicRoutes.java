package dev.piroutes.broker.session;

import java.lang.reflect.Field;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.Binding;
import org.apache.activemq.artemis.core.postoffice.Bindings;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl;
import org.apache.activemq.artemis.core.postoffice.impl.WildcardAddressManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * To which subscriptions a topic leads. Artemis 2.55 gathers those with wildcards when the first message of a topic comes, on the
 * publisher's thread and without a lock. Of a second publisher at that moment, a message misses those that are not gathered yet;
 * a subscription that comes at that moment misses the topic for good; and a topic that is entered twice keeps a subscription that
 * has ended, whose queue then fills. Here nobody looks while something changes.
 */
public final class TopicRoutes extends WildcardAddressManager {
    private static final String FIELD = "addressManager";

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private TopicRoutes(PostOfficeImpl office, ActiveMQServer server) {
        super(
                office,
                server.getConfiguration().getWildcardConfiguration(),
                server.getStorageManager(),
                server.getMetricsManager());
    }

    /**
     * Takes the place of Artemis's own. There is no setting and no method for it.
     *
     * @param server in the first part of its start: it has no topic yet
     * @return false if Artemis has changed, and its own stays
     */
    public static boolean install(ActiveMQServer server) {
        try {
            if (server.getPostOffice() instanceof PostOfficeImpl office
                    && office.getAddressManager() instanceof WildcardAddressManager) {
                Field manager = PostOfficeImpl.class.getDeclaredField(FIELD);
                manager.setAccessible(true);
                manager.set(office, new TopicRoutes(office, server));
                return true;
            }
            return false;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    @Override
    public Bindings getBindingsForRoutingAddress(SimpleString address) throws Exception {
        if (!wildcardConfiguration.isWild(address)) {
            lock.readLock().lock();
            try {
                Bindings known = getExistingBindingsForRoutingAddress(address);
                if (known != null) {
                    return known;
                }
            } finally {
                lock.readLock().unlock();
            }
        }
        return alone(() -> super.getBindingsForRoutingAddress(address));
    }

    /** Asked at each new subscription: Artemis compares its topic with those of all others, also where none can match. */
    @Override
    public Collection<Binding> getMatchingBindings(SimpleString address) throws Exception {
        return wildcardConfiguration.isWild(address) ? super.getMatchingBindings(address) : getDirectBindings(address);
    }

    @Override
    public boolean addBinding(Binding binding) throws Exception {
        return alone(() -> super.addBinding(binding));
    }

    @Override
    public Binding removeBinding(SimpleString uniqueName, Transaction tx) throws Exception {
        return alone(() -> super.removeBinding(uniqueName, tx));
    }

    @Override
    public AddressInfo removeAddressInfo(SimpleString address) throws Exception {
        return alone(() -> super.removeAddressInfo(address));
    }

    @Override
    public void clear() {
        lock.writeLock().lock();
        try {
            super.clear();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private <T> T alone(Callable<T> change) throws Exception {
        lock.writeLock().lock();
        try {
            return change.call();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
