package dev.piroutes.cli;

import dev.piroutes.check.Explain;
import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that this machine may not be ready for: a port is taken, an address is not there yet. It is tried, and tried
 * again in the background after 1 s, 2 s, and then every 4 s, until it works. Each reason is logged once, not each attempt.
 */
final class UntilItWorks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UntilItWorks.class);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);

    /** Does it once. */
    interface Attempt {
        /** @throws NotYet with the reason, if it has to be tried again */
        void make() throws NotYet;
    }

    /** Why it did not work this time, in one line. */
    static final class NotYet extends Exception {
        private static final long serialVersionUID = 1L;

        private final String kind;

        NotYet(String reason, Throwable cause) {
            super(reason, cause);
            kind = Reason.of(cause);
        }

        String reason() {
            return Reason.of(this);
        }
    }

    private final String part;
    private final Attempt attempt;
    private final ScheduledExecutorService thread;
    private volatile @Nullable String reason;
    /** What tells one reason from another: who has a port may be known at one moment, and not at the next. */
    private @Nullable String kind;

    private Duration wait = FIRST_WAIT;

    /** @param part of the program, as log lines begin with it */
    UntilItWorks(String part, Attempt attempt) {
        this(part, attempt, Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, part + "-waits");
            made.setDaemon(true);
            return made;
        }));
    }

    /** @param thread where attempts after the first are made */
    UntilItWorks(String part, Attempt attempt, ScheduledExecutorService thread) {
        this.part = part;
        this.attempt = attempt;
        this.thread = thread;
    }

    /** Makes the first attempt now; if that fails, this returns nevertheless. */
    UntilItWorks begin() {
        once();
        return this;
    }

    /** Goes on after an attempt that was made elsewhere, and failed. */
    UntilItWorks goOnAfter(NotYet failure) {
        again(failure);
        return this;
    }

    private void once() {
        try {
            attempt.make();
            reason = null;
            thread.shutdown();
        } catch (NotYet e) {
            again(e);
        } catch (RuntimeException e) {
            again(new NotYet(Explain.inOneLine(e), e));
        }
    }

    private void again(NotYet e) {
        if (thread.isShutdown()) {
            return;
        }
        if (!e.kind.equals(kind)) {
            kind = e.kind;
            reason = e.reason();
            LOG.warn("{}{}; trying again until it works", "%-9s".formatted(part), e.reason());
        }
        LOG.debug("not yet", e);
        thread.schedule(this::once, wait.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = wait.multipliedBy(2);
        wait = doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    /** Why it does not work yet; null once it does. */
    @Nullable
    String waitingFor() {
        return reason;
    }

    /** Gives up. An attempt that is being made is not waited for. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
