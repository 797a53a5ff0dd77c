package dev.piroutes.page;

import dev.piroutes.broker.BrokerStatus;
import org.jspecify.annotations.Nullable;

/** Where the page's messages come from, and go to. */
public interface MessageSource {
    /** Takes what is published. */
    @FunctionalInterface
    interface Listener {
        /**
         * A message. Called on the thread that handles the message, so this returns at once.
         *
         * @param beginning the payload, or its first bytes, at least {@value Message#KEPT}
         * @param size bytes of the whole payload
         * @param retained the flag as it was published
         */
        void published(String topic, byte[] beginning, int size, int qos, boolean retained);
    }

    /**
     * Begins to tell of everything at and below a topic: first what is retained, and again whenever the connection or the broker
     * is back. To be called once.
     */
    void listen(String root, Listener listener);

    /**
     * Publishes a message by hand, and waits until the broker has it.
     *
     * @throws IllegalStateException why it has it not, in words
     */
    void publish(String topic, byte[] payload, int qos, boolean retained);

    /** Why nothing can be heard now, in words; null: it can. */
    @Nullable
    String problem();

    /** The broker: of one elsewhere, its address. */
    BrokerStatus broker();

    /** Stops it for so many seconds. @throws IllegalArgumentException if it is not in this program, or does not run */
    void pauseBroker(int seconds);
}
