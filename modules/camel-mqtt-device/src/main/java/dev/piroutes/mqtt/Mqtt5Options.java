package dev.piroutes.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a connection of MQTT 5 needs to know beside what is of 3.1.1 too.
 *
 * @param sessionExpiry how long the broker keeps the session of a device that is away, or null: without end
 * @param noLocal whether the broker does not send to the device what it has published itself
 * @param retainAsPublished whether messages keep the retained flag with which they were published
 */
record Mqtt5Options(@Nullable Duration sessionExpiry, boolean noLocal, boolean retainAsPublished) {

    /** What the protocol has for "without end". */
    private static final long NEVER = 0xffff_ffffL;

    Mqtt5Options {
        if (sessionExpiry != null && (sessionExpiry.toSeconds() < 1 || sessionExpiry.toSeconds() >= NEVER)) {
            throw new IllegalArgumentException(
                    "sessionExpiryInterval must be 1s to 49710 days, but was " + sessionExpiry);
        }
    }

    long sessionExpirySeconds() {
        return sessionExpiry == null ? NEVER : sessionExpiry.toSeconds();
    }
}
