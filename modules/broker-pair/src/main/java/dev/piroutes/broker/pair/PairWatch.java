package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.pair.News.Phase;
import dev.piroutes.broker.pair.PairSettings.Role;
import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows one run of a node's broker, and says when it has to end: the peer has gone further, the backup gives back, the
 * standby has nobody to copy from. Writes down what the data are worth as soon as that changes.
 */
final class PairWatch {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ASK = Duration.ofSeconds(1);
    /** How long the primary has all data before the backup gives back. */
    private static final Duration SETTLED = Duration.ofSeconds(2);
    /** So many looks in a row: a node that was overtaken needs a moment to notice and stop. */
    private static final int BOTH_FOR_CERTAIN = 4;
    /** How long a standby waits for somebody to copy from. */
    private static final Duration LONELY = Duration.ofSeconds(5);
    /** The same once it has everything: longer than it may take to notice that the peer is gone, and to take over. */
    private static final Duration LONELY_IN_SYNC = Duration.ofSeconds(30);

    private final PairSettings pair;
    private final PairServer server;
    private final PairState state;
    private final PairPeer peer;
    private final PairLog log;

    private long asked;
    private long peerServed = System.nanoTime();
    private long settledSince;
    private int bothServe;
    private long peerEpoch;
    private boolean hadAll;

    PairWatch(PairSettings pair, PairServer server, PairState state, PairPeer peer, PairLog log) {
        this.pair = pair;
        this.server = server;
        this.state = state;
        this.peer = peer;
        this.log = log;
    }

    /** Returns when the run has to end, or is asked to. */
    void until(CountDownLatch closing) {
        try {
            while (!closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!server.running()) {
                    log.info("pair     the broker of the {} has stopped", pair.role());
                    return;
                }
                boolean goesOn = state.isServing() ? serving() : standingBy();
                if (!goesOn) {
                    return;
                }
            }
            if (state.isServing() && server.peerHasAll()) {
                state.handsOver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Serving

    private boolean serving() {
        boolean copies = server.copies();
        if (copies) {
            state.isCopied();
        } else if (state.peerMayGoFurther() && !goesOnAlone()) {
            return false;
        }
        sayIfPeerHasAll();
        if (!isTimeToAsk()) {
            return true;
        }
        News other = ask();
        if (other == null) {
            settledSince = 0;
            return true;
        }
        if (other.phase() == Phase.SERVING) {
            return goesOnBeside(other);
        }
        bothServe = 0;
        return !givesBackTo(other);
    }

    private void sayIfPeerHasAll() {
        boolean all = server.peerHasAll();
        if (all && !hadAll) {
            log.info("pair     the {} serves; the peer has a copy of everything", pair.role());
        } else if (!all && hadAll) {
            log.info("pair     the {} serves alone: what comes is on this machine only", pair.role());
        }
        hadAll = all;
    }

    /** The peer gets no copy any more. It is gone, or takes over because it cannot reach this node. */
    private boolean goesOnAlone() {
        News other = ask();
        if (other != null && (other.phase() == Phase.READY || other.phase() == Phase.SERVING)) {
            log.info("pair     the {} stops: the peer has lost it and takes over", pair.role());
            return false;
        }
        Address witness = pair.witness();
        if (other == null && witness != null && !new Witness(witness).answers()) {
            log.info(
                    "pair     the {} stops: neither the peer nor the witness {} answers, so the peer may take over",
                    pair.role(),
                    witness);
            return false;
        }
        state.goesOnAlone();
        return true;
    }

    private boolean goesOnBeside(News other) {
        if (state.peerMayGoFurther() && other.epoch() > state.news().epoch()) {
            log.info("pair     the {} stops: the peer has taken over", pair.role());
            return false;
        }
        bothServe++;
        if (bothServe < BOTH_FOR_CERTAIN) {
            return true;
        }
        log.error(
                "pair     BOTH nodes serve, since they could not reach each other: each has messages that the other has"
                        + " not. Choose whose data hold; stop the other node and start it with --pair.start=yield");
        return true;
    }

    private boolean givesBackTo(News other) {
        boolean settled = pair.role() == Role.BACKUP && other.phase() == Phase.READY && server.peerHasAll();
        if (!settled) {
            settledSince = 0;
            return false;
        }
        if (settledSince == 0) {
            settledSince = System.nanoTime();
        }
        if (System.nanoTime() - settledSince < SETTLED.toNanos()) {
            return false;
        }
        log.info("pair     the backup gives back to the primary, which has a copy of everything");
        state.handsOver();
        return true;
    }

    // Standing by

    private boolean standingBy() {
        News other = isTimeToAsk() ? ask() : null;
        if (other != null && other.phase() == Phase.SERVING) {
            peerServed = System.nanoTime();
            peerEpoch = other.epoch();
        }
        boolean all = server.hasAll();
        state.hasCopy(all, peerEpoch);
        if (all && !hadAll) {
            log.info("pair     the {} stands by, and has a copy of everything", pair.role());
        }
        hadAll = all;
        boolean lonely = System.nanoTime() - peerServed > (all ? LONELY_IN_SYNC : LONELY).toNanos();
        if (lonely && !state.isServing()) {
            log.info("pair     the {} stands by no more: nobody serves", pair.role());
            return false;
        }
        return true;
    }

    /** A stranger at the peer's address is no reason to stop. */
    private @Nullable News ask() {
        try {
            return peer.ask();
        } catch (BrokerException e) {
            log.error("pair     {}", Reason.of(e));
            return null;
        }
    }

    private boolean isTimeToAsk() {
        boolean time = System.nanoTime() - asked > ASK.toNanos();
        if (time) {
            asked = System.nanoTime();
        }
        return time;
    }
}
