package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import java.util.Comparator;

/**
 * What one node tells the other.
 *
 * @param role what it was told to be
 * @param phase what it does
 * @param epoch how often a node of the pair has begun to serve alone, as far as its data know
 * @param data what its data are worth
 */
record News(PairSettings.Role role, Phase phase, long epoch, Data data) {

    /** What a node does. */
    enum Phase {
        /** Its broker does not run: it finds out who serves. */
        WAITING,
        /** It gets a copy of the peer's data. */
        STANDBY,
        /** It has the copy, and takes over when the peer is gone. */
        READY,
        /** Clients are connected to it, or may be. */
        SERVING
    }

    /** What the data in a folder are worth; of equal epoch, the later the newer. */
    enum Data {
        /** Nothing, or half a copy. */
        NONE,
        /** All that the peer had when this node last was in sync. */
        REPLICA,
        /** All that there was when this node served and the peer was getting a copy; the peer may have gone on since. */
        SHARED,
        /** All that there is: it served and nobody had a copy. */
        ALONE
    }

    /** The greater has the newer data; two with equal data are told apart by their roles. */
    static final Comparator<News> NEWER = Comparator.comparing((News news) -> news.data != Data.NONE)
            .thenComparingLong(news -> news.data == Data.NONE ? 0 : news.epoch)
            .thenComparing(News::data)
            .thenComparing(News::role, Comparator.reverseOrder());

    /** Whether it never was part of a pair, and has no data. */
    boolean isNew() {
        return data == Data.NONE && epoch == 0;
    }

    /** One word. */
    String encode() {
        return role.name() + ":" + phase + ":" + epoch + ":" + data;
    }

    /** @throws BrokerException if it is not what {@link #encode} makes */
    static News decode(String word) {
        try {
            String[] parts = word.split(":");
            return new News(
                    PairSettings.Role.valueOf(parts[0]),
                    Phase.valueOf(parts[1]),
                    Long.parseLong(parts[2]),
                    Data.valueOf(parts[3]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new BrokerException("the peer speaks another version of Pi Routes: \"" + word + "\"", e);
        }
    }
}
