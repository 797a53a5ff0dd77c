package dev.piroutes.mqtt;

/**
 * What a device has counted since the program started, and what is on its way.
 *
 * @param connected 1 while it is, else 0
 * @param connects connections made
 * @param published messages that routes published
 * @param acknowledged those of them that the broker has acknowledged
 * @param refused messages not taken: outbox or disk full, or beyond a limit
 * @param expired messages dropped, because they were too old
 * @param received messages that the broker sent
 * @param handled those of them that routes completed
 * @param failed those that no route took, or whose route ended with an error that was not handled
 * @param repeated those that came again after they had been handled
 * @param rejected those given up by the error policy, which has handled them with that
 * @param discarded those that could not be handed to a route: malformed, too large, or of QoS 0 and too many
 * @param retainedRefused retained ones that were no commands
 * @param outboxMessages messages that wait for the broker
 * @param outboxBytes their topics and payloads
 * @param heldMessages those of them whose topic waits
 * @param setAside messages in files of their own
 * @param outboxOldestAge seconds that the first of them has waited
 * @param lastMessage when a message was last received, or one acknowledged, in seconds since 1970; 0 if none was
 */
public record DeviceFigures(
        int connected,
        long connects,
        long published,
        long acknowledged,
        long refused,
        long expired,
        long received,
        long handled,
        long failed,
        long repeated,
        long rejected,
        long discarded,
        long retainedRefused,
        int outboxMessages,
        long outboxBytes,
        int heldMessages,
        int setAside,
        double outboxOldestAge,
        double lastMessage) {

    static DeviceFigures of(Connection connection, long rejected, long retainedRefused) {
        Outbox outbox = connection.outbox();
        Inbox inbox = connection.inbox();
        return new DeviceFigures(
                connection.connector().ready() ? 1 : 0,
                connection.connector().connects(),
                connection.published(),
                outbox.acknowledgedCount(),
                outbox.refused(),
                outbox.expired(),
                inbox.receivedCount(),
                inbox.handledCount(),
                inbox.failedCount(),
                inbox.redelivered(),
                rejected,
                connection.discards().count(),
                retainedRefused,
                outbox.depth(),
                outbox.bytes(),
                outbox.heldMessages(),
                outbox.setAside(),
                outbox.oldestAge() / 1000.0,
                Math.max(outbox.lastAcknowledged(), inbox.lastReceived()) / 1000.0);
    }
}
