package dev.piroutes.mqtt;

import org.apache.camel.util.json.JsonObject;

/** What a device has counted since the program started, for metrics and for {@code status}. */
final class DeviceFigures {

    private DeviceFigures() {}

    static JsonObject of(Connection connection) {
        Outbox outbox = connection.outbox();
        Inbox inbox = connection.inbox();
        JsonObject json = new JsonObject();
        json.put("connected", connection.connector().ready() ? 1 : 0);
        json.put("connects", connection.connector().connects());
        json.put("published", connection.counts().published.sum());
        json.put("acknowledged", outbox.acknowledgedCount());
        json.put("refused", outbox.refused());
        json.put("expired", outbox.expired());
        json.put("received", inbox.receivedCount());
        json.put("obeyed", inbox.handledCount());
        json.put("repeated", inbox.redelivered());
        json.put("rejected", connection.counts().rejected.sum());
        json.put("discarded", connection.discarded());
        json.put("retainedRefused", connection.counts().retainedRefused.sum());
        json.put("outboxMessages", outbox.depth());
        json.put("outboxBytes", outbox.bytes());
        json.put("heldMessages", outbox.heldMessages());
        json.put("setAside", outbox.setAside());
        json.put("outboxOldestAge", outbox.oldestAge() / 1000.0);
        json.put("lastMessage", Math.max(outbox.lastAcknowledged(), inbox.lastReceived()) / 1000.0);
        return json;
    }
}
