package dev.piroutes.broker.access;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who may do what. It is asked in front of Artemis, so that what is refused leaves no trace there, and after the
 * packet was found to be well-formed and its names to be none of the broker's own.
 *
 * <p>Whoever refuses says so in the log; the guard answers the client as the protocol wants it.
 */
@FunctionalInterface
public interface Access {
    /** Everyone may do everything. */
    Access OPEN = login -> CompletableFuture.completedFuture(Permit.EVERYTHING);

    /**
     * Decides on a CONNECT, its will included. Called on the connection's event loop, which must not be blocked: a decision
     * that takes time completes later, from any thread, and nothing more is handled of this connection until then. A stage
     * that fails, refuses.
     */
    CompletionStage<? extends Answer> connect(Login login);

    /** How often it has refused something to anybody, since the start. */
    default long denied() {
        return 0;
    }

    /** What a person has to mend, if there is something: until then some or all are turned away. */
    default Optional<String> problem() {
        return Optional.empty();
    }

    /** What comes of a CONNECT. */
    sealed interface Answer permits Permit, Refusal {}

    /** What one connection may do. Called on its event loop, for each packet: must be quick. */
    non-sealed interface Permit extends Answer {
        Permit EVERYTHING = new Permit() {
            @Override
            public boolean mayPublish(String topic) {
                return true;
            }

            @Override
            public boolean maySubscribe(String filter) {
                return true;
            }
        };

        /** A topic without wildcards. */
        boolean mayPublish(String topic);

        /** A filter; of a shared subscription the part after {@code $share/name/}. */
        boolean maySubscribe(String filter);

        /** A message on its way to the client: its subscription may be older than what it may now. */
        default boolean mayReceive(String topic) {
            return true;
        }

        /** The connection goes on. @param close ends it, and may be called later, from any thread */
        default void opened(Runnable close) {}

        /** The connection has ended. */
        default void closed() {}
    }

    /** Why a client is turned away. */
    enum Refusal implements Answer {
        /** Unknown user or wrong password. */
        BAD_CREDENTIALS,
        /** A known user that may not connect like this: from here, or with this will. */
        NOT_AUTHORIZED,
        /** Somebody else's client id. */
        CLIENT_ID_NOT_ALLOWED,
        /** Nobody can be let in now: it is worth trying again. */
        UNAVAILABLE
    }
}
