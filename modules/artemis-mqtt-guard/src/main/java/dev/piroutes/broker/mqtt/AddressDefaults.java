package dev.piroutes.broker.mqtt;

import java.time.Duration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** Values of the address settings for all topics, where {@code broker.xml} leaves them out. */
final class AddressDefaults {
    private static final String ALL = "#";
    /**
     * Messages that a subscription has room for before its room grows. Artemis's own 8192 take 32 KB of each subscription,
     * whether or not a message waits; the limits count on this.
     */
    private static final int QUEUE_BUFFER = 32;

    /** Nobody's clock is set back by more. */
    private static final Duration MOST_SET_BACK = Duration.ofDays(365L * 100);

    private AddressDefaults() {}

    static void set(ActiveMQServer server) {
        AddressSettings all =
                server.getConfiguration().getAddressSettings().computeIfAbsent(ALL, match -> new AddressSettings());
        if (all.getInitialQueueBufferSize() == null) {
            all.setInitialQueueBufferSize(QUEUE_BUFFER);
        }
        forgetUnusedAtOnce(all);
        server.getAddressSettingsRepository().addMatch(ALL, all, true);
    }

    /**
     * Artemis compares the age of an address that nobody uses with the delay by the machine's clock: if that has been set
     * back, a delay of 0 is not over for as long. A negative one is.
     */
    private static void forgetUnusedAtOnce(AddressSettings all) {
        if (all.getAutoDeleteAddressesDelay() == 0) {
            all.setAutoDeleteAddressesDelay(-MOST_SET_BACK.toMillis());
        }
    }
}
