package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.pair.News.Phase;
import dev.piroutes.broker.pair.PairSettings.Start;
import dev.piroutes.files.Reason;
import dev.piroutes.net.Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of a pair, for as long as its process lives: it finds out who serves, runs its broker accordingly, takes over, and
 * as a backup gives back. It says in the log what it does and what it waits for.
 *
 * <p>One thread does all of it. Only the moment of a take-over comes on a thread of Artemis's.
 */
public final class PairedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PairedBroker.class);

    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(8);

    private final BrokerSettings settings;
    private final PairSettings pair;
    private final PairState state;
    private final PairPeer peer;
    private final PairLine line;
    private final PairLog log = new PairLog(LOG);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = PairLine.daemon(this::run, "pair");

    private volatile @Nullable PairServer server;
    private Start start;

    private PairedBroker(BrokerSettings settings, PairSettings pair) {
        this.settings = settings;
        this.pair = pair;
        this.start = pair.start();
        state = new PairState(pair.role(), PairMemory.open(settings.data()));
        PairSecret secret = new PairSecret(pair.password());
        peer = new PairPeer(pair.peer(), secret);
        line = PairLine.open(pair.host(), pair.port(), secret, state::news, log);
    }

    /**
     * Starts the node. When this returns it serves, stands by or waits, and has said which.
     *
     * @throws BrokerException if it cannot, or only a person can decide who serves
     */
    public static PairedBroker start(BrokerSettings settings, PairSettings pair) {
        PairedBroker node = new PairedBroker(settings, pair);
        boolean started = false;
        try {
            node.begin();
            started = true;
            node.thread.start();
            return node;
        } finally {
            if (!started) {
                node.line.close();
            }
        }
    }

    /** How its broker is; empty while it does not serve. */
    public Optional<BrokerFigures> figures() {
        PairServer running = server;
        return running == null ? Optional.empty() : running.figures();
    }

    /** What a person has to look at although its broker serves, a line each. */
    public List<String> problems() {
        PairServer running = server;
        return running == null ? List.of() : running.problems();
    }

    /** What the node does: {@code serving}, {@code ready} to take over, {@code standby} without a full copy, {@code waiting}. */
    public String phase() {
        return state.news().phase().name().toLowerCase(Locale.ROOT);
    }

    private void run() {
        while (!closed()) {
            try {
                if (server == null) {
                    begin();
                } else {
                    new PairWatch(pair, server, state, peer, log).until(closing);
                    end();
                }
                pause(LOOK);
            } catch (RuntimeException e) {
                log.error("pair     {}", Reason.of(e));
                LOG.debug("failed", e);
                end();
                pause(AFTER_FAILURE);
            }
        }
        end();
    }

    /** Decides, and starts what was decided on; if that is to wait, there is no server afterwards. */
    private void begin() {
        News other = peer.ask();
        PairStart.Decision decision = decide(other);
        switch (decision.act()) {
            case WAIT -> log.info("pair     the {} waits: {}", pair.role(), decision.why());
            case SERVE -> serve(decision.why());
            case STAND_BY -> standBy(Objects.requireNonNull(other));
        }
    }

    private PairStart.Decision decide(@Nullable News other) {
        if (start == Start.YIELD) {
            state.yields();
        } else if (start == Start.ALONE) {
            if (other != null && other.phase() != Phase.WAITING) {
                throw new BrokerException(
                        "--pair.start=alone is for a peer that is gone, but " + pair.peer() + " runs");
            }
            return new PairStart.Decision(PairStart.Act.SERVE, "it was told --pair.start=alone");
        }
        return PairStart.decide(state.news(), other);
    }

    private void serve(String why) {
        state.willServe();
        News other = peer.ask();
        if (other != null && other.phase() == Phase.SERVING && News.NEWER.compare(state.news(), other) < 0) {
            // Both began at once: this is the one that goes back.
            state.waits();
            return;
        }
        log.info("pair     the {} serves: {}", pair.role(), why);
        server = PairServer.start(settings, pair, false, state::serves);
        start = Start.AUTO;
    }

    private void standBy(News other) {
        log.info("pair     the {} stands by, and gets a copy of the peer's data", pair.role());
        state.standsBy(other.epoch());
        server = PairServer.start(settings, pair, true, this::takesOver);
        start = Start.AUTO;
    }

    private void takesOver() {
        Address witness = pair.witness();
        if (witness != null && !new Witness(witness).answers()) {
            throw new BrokerException("it does not take over: the witness " + witness + " does not answer either");
        }
        state.serves();
        log.info("pair     the {} takes over", pair.role());
    }

    private void end() {
        PairServer ended = server;
        server = null;
        // First: a peer that loses this node must not take it for one that takes over.
        state.waits();
        if (ended != null) {
            ended.close();
        }
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** Stops the node; a peer that has a copy takes over at once. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(STOP_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        line.close();
    }
}
