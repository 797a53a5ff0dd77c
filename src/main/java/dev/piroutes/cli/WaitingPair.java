package dev.piroutes.cli;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.broker.pair.PairedBroker;
import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.files.Reason;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node of a pair, which is tried again while its port is taken, or its address is not there. */
final class WaitingPair implements AutoCloseable {

    private final BrokerSettings settings;
    private final PairSettings pair;
    private final @Nullable UntilItWorks coming;
    private @Nullable PairedBroker node;
    private boolean closed;

    /** @throws BrokerException if trying again cannot help */
    WaitingPair(BrokerSettings settings, PairSettings pair) {
        this.settings = settings;
        this.pair = pair;
        UntilItWorks waiting = null;
        try {
            node = PairedBroker.start(settings, pair);
        } catch (BrokerException e) {
            if (!e.isPassing()) {
                throw e;
            }
            waiting = new UntilItWorks("pair", this::comes).goOnAfter(notYet(e));
        }
        coming = waiting;
    }

    private void comes() throws NotYet {
        PairedBroker started;
        try {
            started = PairedBroker.start(settings, pair);
        } catch (BrokerException e) {
            throw notYet(e);
        }
        synchronized (this) {
            if (!closed) {
                node = started;
                return;
            }
        }
        started.close();
    }

    private static NotYet notYet(BrokerException e) {
        return new NotYet(Reason.of(e), e);
    }

    /** Why it does not run yet; null if it does. */
    @Nullable
    String waitingFor() {
        return coming == null ? null : coming.waitingFor();
    }

    synchronized String phase() {
        return node == null ? "waiting" : node.phase();
    }

    synchronized Optional<BrokerFigures> figures() {
        return node == null ? Optional.empty() : node.figures();
    }

    /** What a person has to look at although it runs. */
    synchronized List<String> problems() {
        return node == null ? List.of() : node.problems();
    }

    @Override
    public void close() {
        PairedBroker running;
        synchronized (this) {
            closed = true;
            running = node;
        }
        if (coming != null) {
            coming.close();
        }
        if (running != null) {
            running.close();
        }
    }
}
