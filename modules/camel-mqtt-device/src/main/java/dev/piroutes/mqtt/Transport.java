package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * MQTT for a device: one connection after the other. It keeps what was under way over
 * the end of a connection if the session is persistent, and sends it again on the next.
 */
interface Transport {

    /** A broker that has not answered by then is not there. */
    Duration ANSWER = Duration.ofSeconds(10);

    /** Is called on threads of the transport, and must not keep them. */
    interface Listener {
        void received(ReceivedMessage message);

        /** A message that no route can be handed. @param why in words */
        void discarded(ReceivedMessage message, String why);

        /** The broker has acknowledged a message. @param context what {@link Transport#publish} was given */
        void acknowledged(Object context);

        /**
         * The broker has answered that it does not take a message; MQTT 3.1.1 has no such answer.
         *
         * @param context what {@link Transport#publish} was given
         * @param why in words
         * @param forGood whether it is the message that it will never take; else a permission may be missing, or room
         */
        void refused(Object context, String why, boolean forGood);

        /** The connection has ended; of all that has come over it the listener has been told before. */
        void lost(Throwable cause);
    }

    /** What is asked of the broker, and waited for. */
    @FunctionalInterface
    interface Request {
        void make() throws TransportException;
    }

    /** What a publish can be waited for with. */
    @FunctionalInterface
    interface Receipt {
        /** @throws TransportException if the broker does not acknowledge it, or the connection ends */
        void await(Duration limit) throws TransportException;
    }

    /**
     * Connects, and waits for it.
     *
     * @param tls null if no address wants it
     * @param inFlight how many messages may be under way at once, those that are sent again among them
     */
    void connect(@Nullable SSLSocketFactory tls, int inFlight) throws TransportException;

    /** Whether something may come over a connection. */
    boolean isConnected();

    /** The address of the broker that it is connected to. */
    String broker();

    /** @return what the broker grants, by filter: a QoS, or above 2 for a refusal */
    Map<String, Integer> subscribe(Map<String, Integer> filters) throws TransportException;

    void unsubscribe(Set<String> filters) throws TransportException;

    /** What the broker has said that it takes. */
    BrokerTakes takes();

    /**
     * What the broker does not take so, is sent with a lower QoS, and not retained. What is sent with QoS 0 though it was to be
     * acknowledged counts as acknowledged when the network has it.
     *
     * @throws TransportException if it cannot be sent now, and will not be
     */
    Receipt publish(Publication message, @Nullable Object context) throws TransportException;

    /**
     * The contexts of what was sent on the connection that has ended, with QoS 1 or 2, and the broker has not answered: neither
     * acknowledged nor, with QoS 2, received.
     */
    List<Object> unanswered();

    /**
     * Does not send again what it would, of these.
     *
     * @return their contexts, without those of QoS 2 that the broker has: only the rest of their handshake is left
     */
    List<Object> forget(Predicate<Object> contexts);

    void acknowledge(ReceivedMessage message) throws TransportException;

    /** Takes leave of the broker, which then publishes no will. */
    void disconnect() throws TransportException;

    /** Ends the connection, or the attempt to make one, without leave. */
    void abort();

    /** {@link #abort Ends} what there is, for good: there is no connection after it. */
    void close();
}
