package dev.piroutes.mqtt;

import org.eclipse.paho.client.mqttv3.MqttPersistenceException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** What Paho has under way. Paho's own class forgets it at the end of each connection, though Paho sends it again at the next. */
final class KeptMessages extends MemoryPersistence {
    /** Paho's name for a PUBREL, with the packet id. */
    private static final String RELEASE = "sc-";

    private boolean open;

    @Override
    public void open(String clientId, String uri) throws MqttPersistenceException {
        if (!open) {
            super.open(clientId, uri);
            open = true;
        }
    }

    @Override
    public void close() {
        // There is nothing to close.
    }

    /** Whether the broker has a message of QoS 2, so that only the rest of the handshake is left. */
    boolean isReleased(int packetId) {
        try {
            return containsKey(RELEASE + packetId);
        } catch (MqttPersistenceException e) {
            return false;
        }
    }
}
