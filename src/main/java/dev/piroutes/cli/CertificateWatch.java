package dev.piroutes.cli;

import dev.piroutes.doctor.SystemChecks;
import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.CertificateInUse.State;
import dev.piroutes.tls.Dates;
import dev.piroutes.watch.CertificateStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the dates of the certificates in use, and after the clock that they are judged by. What ends within 30 days, has
 * ended or has not begun is logged at the start, when that changes, and once a day. A day is measured by a clock that does
 * not jump.
 */
final class CertificateWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
    private static final long LOOK_SECONDS = 10;
    private static final Duration AGAIN = Duration.ofDays(1);

    /** Certificates that have the same to be said of them share a line. */
    private record Matter(State state, String day, String cure) {}

    private final Clock clock;
    private final LongSupplier nanos;
    private final @Nullable Instant built;
    private final Supplier<List<CertificateInUse>> inUse;
    private final Map<Matter, Long> logged = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "certificates");
        made.setDaemon(true);
        return made;
    });
    private boolean clockIsWrong;

    /**
     * @param nanos a clock that does not jump
     * @param built when this program was built: the time now cannot be before that; null if that is not known
     * @param inUse the certificates as they are now
     */
    CertificateWatch(Clock clock, LongSupplier nanos, @Nullable Instant built, Supplier<List<CertificateInUse>> inUse) {
        this.clock = clock;
        this.nanos = nanos;
        this.built = built;
        this.inUse = inUse;
    }

    void start() {
        look();
        thread.scheduleWithFixedDelay(this::lookSafely, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void lookSafely() {
        try {
            clock();
            look();
        } catch (RuntimeException e) {
            // An executor would end the task in silence.
            LOG.warn("certificates could not be looked at: {}", Reason.of(e));
        }
    }

    /** Says that the clock is wrong for certain, and that it is right again. */
    synchronized void clock() {
        Instant now = clock.instant();
        Optional<String> wrong = built == null ? Optional.empty() : SystemChecks.wrongClock(now, built);
        if (wrong.isPresent() && !clockIsWrong) {
            LOG.warn("clock    {}", wrong.get());
        } else if (wrong.isEmpty() && clockIsWrong) {
            LOG.info("clock    it is {} now", Dates.minute(now));
        }
        clockIsWrong = wrong.isPresent();
    }

    /** Logs what is to be said. */
    synchronized void look() {
        Instant now = clock.instant();
        Map<Matter, List<CertificateInUse>> matters = new LinkedHashMap<>();
        for (CertificateInUse certificate : certificates()) {
            State state = certificate.at(now);
            if (state != State.GOOD) {
                Instant day = state == State.NOT_YET ? certificate.begins() : certificate.ends();
                matters.computeIfAbsent(
                                new Matter(state, Dates.day(day), certificate.cure()), matter -> new ArrayList<>())
                        .add(certificate);
            }
        }
        logged.keySet().retainAll(matters.keySet());
        matters.forEach((matter, like) -> {
            Long before = logged.get(matter);
            if (before == null || nanos.getAsLong() - before >= AGAIN.toNanos()) {
                logged.put(matter, nanos.getAsLong());
                log(matter.state(), like.get(0).inWords(names(like), now));
            }
        });
    }

    private static void log(State state, String line) {
        if (state == State.ENDED) {
            LOG.error("tls      {}", line);
        } else {
            LOG.warn("tls      {}", line);
        }
    }

    private static String names(List<CertificateInUse> like) {
        Set<String> names = new TreeSet<>();
        if (like.size() == 1) {
            return like.get(0).nameAndPlace();
        }
        like.forEach(certificate -> names.add(certificate.name()));
        return String.join(", ", names);
    }

    /** Each once: devices share their authority, and with an embedded broker its folder. */
    private List<CertificateInUse> certificates() {
        Set<String> seen = new HashSet<>();
        return inUse.get().stream()
                .filter(certificate -> seen.add(certificate.id()))
                .toList();
    }

    /** Each with a name of its own. */
    List<CertificateStatus> status() {
        Instant now = clock.instant();
        List<CertificateStatus> all = new ArrayList<>();
        Map<String, Integer> names = new HashMap<>();
        for (CertificateInUse certificate : certificates()) {
            int same = names.merge(certificate.name(), 1, Integer::sum);
            all.add(new CertificateStatus(
                    certificate.name() + (same > 1 ? " " + same : ""),
                    certificate.place(),
                    certificate.at(now),
                    certificate.inWords(certificate.nameAndPlace(), now),
                    new CertificateStatus.Figures(certificate.ends().getEpochSecond())));
        }
        return all;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
