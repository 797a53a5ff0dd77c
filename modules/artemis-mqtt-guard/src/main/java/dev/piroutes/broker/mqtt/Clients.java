package dev.piroutes.broker.mqtt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.jspecify.annotations.Nullable;

/** The clients that have a connection or a session, by client id. */
final class Clients {
    /** Ended sessions may wait until there are so many more clients than sessions, and a quarter more than before. */
    private static final int SLACK = 100;

    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    /** With so many clients it is worth another look. */
    private volatile int worthALook = SLACK;

    /** The handler of the latest connection of a client id, if there was one. */
    @Nullable
    MqttHandler handlerOf(@Nullable String clientId) {
        Client client = clientId == null ? null : clients.get(clientId);
        return client == null ? null : client.handler();
    }

    Client of(String clientId) {
        return clients.computeIfAbsent(clientId, id -> new Client());
    }

    /** Forgets those of which Artemis has neither connection nor session, now and then. */
    void tidy(MQTTStateManager states) {
        if (clients.size() > worthALook) {
            Map<String, ?> sessions = states.getSessionStates(); // a copy
            if (clients.size() > sessions.size() + SLACK) {
                clients.keySet().removeIf(id -> !sessions.containsKey(id) && !states.isClientConnected(id));
            }
            worthALook = clients.size() + clients.size() / 4 + SLACK;
        }
    }
}
