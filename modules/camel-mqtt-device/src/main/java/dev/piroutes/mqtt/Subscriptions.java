package dev.piroutes.mqtt;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic filters that a device's routes want, each with the highest QoS. Runs on the connection's control thread only. */
final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    private final String clientId;
    private final Transport transport;
    private final Map<String, Integer> wanted = new LinkedHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    Subscriptions(String clientId, Transport transport) {
        this.clientId = clientId;
        this.transport = transport;
    }

    /** @return whether it is new: one that is there already is not made again, or what is retained would be sent again */
    boolean add(String filter, int qos) {
        Integer before = wanted.get(filter);
        return wanted.merge(filter, qos, Math::max) != (before == null ? -1 : before);
    }

    void make(String filter) throws TransportException {
        make(Map.of(filter, wanted.getOrDefault(filter, 0)));
    }

    /** On a new connection. */
    void makeAll() throws TransportException {
        refused.clear();
        make(wanted);
    }

    private void make(Map<String, Integer> some) throws TransportException {
        if (some.isEmpty()) {
            return;
        }
        transport.subscribe(some).forEach((filter, granted) -> {
            if (granted > 2) {
                refused.add(filter);
                // 3.1.1 has one code for all reasons.
                String why = granted > ReasonCode.FAILURE ? " (" + ReasonCode.inWords(granted, null) + ")" : "";
                LOG.error(
                        "{}: the broker refuses the subscription to {}{}: is this user permitted to read it?",
                        clientId,
                        filter,
                        why);
            } else if (granted < some.getOrDefault(filter, 0)) {
                LOG.warn("{}: the broker grants {} only QoS {}", clientId, filter, granted);
            }
        });
    }

    /** @return those that there were of these */
    Set<String> remove(Set<String> filters) {
        Set<String> gone = new HashSet<>(filters);
        gone.retainAll(wanted.keySet());
        wanted.keySet().removeAll(gone);
        return gone;
    }

    /** Those that the broker has refused on this connection; on any thread. */
    Set<String> refused() {
        return refused;
    }
}
