package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.pair.News.Data;
import dev.piroutes.broker.pair.PairSettings.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who serves: the node with the newest data. A node that cannot know whether it has them waits; what a node took in alone is
 * never given up unless a person says so.
 */
final class PairStart {

    /** What a node is to do, and why, for the log. */
    record Decision(Act act, String why) {}

    /** What a node is to do. */
    enum Act {
        SERVE,
        STAND_BY,
        WAIT
    }

    private PairStart() {}

    /**
     * Decides for a node whose broker does not run.
     *
     * @param own what it is and has
     * @param peer what the other node says; {@code null} if it does not answer
     * @throws BrokerException if only a person can decide
     */
    static Decision decide(News own, @Nullable News peer) {
        if (peer == null) {
            return alone(own);
        }
        if (peer.role() == own.role()) {
            throw new BrokerException("both nodes of the pair are told --pair=" + own.role() + ": one must be "
                    + (own.role() == Role.PRIMARY ? Role.BACKUP : Role.PRIMARY));
        }
        return switch (peer.phase()) {
            case SERVING -> besideServing(own, peer);
            case READY -> new Decision(Act.WAIT, "the peer is about to take over");
            case STANDBY -> new Decision(Act.WAIT, "the peer notices that nobody serves");
            case WAITING -> besideWaiting(own, peer);
        };
    }

    private static Decision alone(News own) {
        return switch (own.data()) {
            case ALONE -> new Decision(Act.SERVE, "the peer does not answer, and nobody has newer data");
            case NONE ->
                own.role() == Role.PRIMARY && own.isNew()
                        ? new Decision(Act.SERVE, "there are no data yet, and the peer does not answer")
                        : new Decision(Act.WAIT, "the peer does not answer, and there are no whole data here");
            case REPLICA, SHARED ->
                new Decision(
                        Act.WAIT,
                        "the peer does not answer, and may have newer data; if it never comes back, start with"
                                + " --pair.start=alone");
        };
    }

    private static Decision besideServing(News own, News peer) {
        boolean newer = own.data() != Data.NONE && own.epoch() > peer.epoch();
        if (own.data() == Data.ALONE || newer) {
            throw bothServed();
        }
        return new Decision(Act.STAND_BY, "the peer serves");
    }

    private static Decision besideWaiting(News own, News peer) {
        boolean bothAlone = own.data() == Data.ALONE && peer.data() == Data.ALONE;
        if (News.NEWER.compare(own, peer) > 0) {
            if (bothAlone && own.epoch() == peer.epoch()) {
                throw bothServed();
            }
            return own.data() == Data.NONE && !own.isNew()
                    ? new Decision(
                            Act.WAIT,
                            "neither node has all data; start the one that is to serve with" + " --pair.start=alone")
                    : new Decision(Act.SERVE, "the peer is there, and has no newer data");
        }
        if (own.data() == Data.ALONE) {
            throw bothServed();
        }
        return new Decision(
                Act.WAIT,
                own.data() == Data.NONE ? "the peer is to serve" : "the peer is to serve: its data are the newest");
    }

    private static BrokerException bothServed() {
        return new BrokerException(
                "both nodes of the pair have taken in messages that the other does not have; choose whose"
                        + " data hold, and start the other node with --pair.start=yield (its own data are put aside, not deleted)");
    }
}
