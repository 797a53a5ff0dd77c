package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a device's connections, one after the other, and never gives up; it waits with a {@link Backoff}. On every connect,
 * the first like any other: what was in flight (the transport's part), subscriptions, status, announcements, then the outbox,
 * and the inbox opens. Runs on the control thread; what it is asked is on any.
 */
final class Connector {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

    /** How often what this machine lacks is looked for: its own broker, a name, the time. */
    private static final Duration LOCAL_WAIT = Duration.ofSeconds(2);

    /** A connection that held this long was a good one: the back-off starts again. */
    private static final Duration HELD = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private final DeviceOptions options;
    private final LocalBroker localBroker;
    private final ScheduledExecutorService control;
    private final DeviceTls tls;
    private final Transport transport;
    private final Transport.Request introduction;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Endings endings;
    private final ClashDetector clash = new ClashDetector();
    private final Backoff backoff = new Backoff(
            FIRST_WAIT, LONGEST_WAIT, () -> ThreadLocalRandom.current().nextDouble());
    private final CompletableFuture<ConnectOutcome> firstAttempt = new CompletableFuture<>();
    private final AtomicLong startedAt = new AtomicLong();
    private final LongAdder connects = new LongAdder();

    private volatile boolean stopping;
    private volatile boolean ready;
    private volatile String problem = "not connected yet";
    /** By {@link System#nanoTime}. */
    private volatile long since = System.nanoTime();
    /** Control thread only. */
    private long connectedAt;
    /** Control thread only. */
    private @Nullable String lastLogged;

    Connector(
            DeviceOptions options,
            LocalBroker localBroker,
            ScheduledExecutorService control,
            DeviceTls tls,
            Transport transport,
            Transport.Request introduction,
            Outbox outbox,
            Inbox inbox,
            Endings endings) {
        this.options = options;
        this.localBroker = localBroker;
        this.control = control;
        this.tls = tls;
        this.transport = transport;
        this.introduction = introduction;
        this.outbox = outbox;
        this.inbox = inbox;
        this.endings = endings;
    }

    /** Begins. @return false if it has already */
    boolean start() {
        boolean first = startedAt.compareAndSet(0, System.nanoTime());
        if (first) {
            control.execute(this::connect);
        }
        return first;
    }

    /** Makes no connection any more. @return whether there is one, which is the caller's from now on */
    boolean stop() {
        stopping = true;
        boolean connected = ready;
        ready = false;
        return connected;
    }

    /**
     * How the first attempt went.
     *
     * @param limit how long after {@link #start} it may take
     * @return the outcome, or empty if there is none by then
     */
    Optional<ConnectOutcome> firstAttempt(Duration limit) throws InterruptedException {
        try {
            long left = limit.toNanos() - (System.nanoTime() - startedAt.get());
            return Optional.of(firstAttempt.get(Math.max(0, left), TimeUnit.NANOSECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Optional.empty();
        }
    }

    /** Ends the connection, on which something did not work as it must, and makes the next. */
    void restart() {
        dropped();
        retry(LONGEST_WAIT);
    }

    /** Whatever goes wrong here, the device tries again. */
    private void connect() {
        try {
            if (!stopping) {
                connectOnce();
            }
        } catch (RuntimeException | OutOfMemoryError e) {
            if (stopping) {
                return;
            }
            LOG.error("{}: unexpected fault while connecting, trying again: {}", options.clientId(), Reason.of(e));
            LOG.debug("{}", options.clientId(), e);
            dropped();
            retry(LONGEST_WAIT);
        }
    }

    /** Not while this program's own broker waits for its port, nor with certificates that cannot be used: tried again. */
    private void connectOnce() {
        String waiting = localBroker.waitingFor();
        if (waiting != null) {
            // The broker has said so itself.
            problem = "the broker of this program waits: " + waiting;
            firstAttempt.complete(ConnectOutcome.AWAY);
            retry(LOCAL_WAIT);
            return;
        }
        SSLSocketFactory factory;
        try {
            // Certificates that were renewed meanwhile.
            factory = tls.factory();
        } catch (IllegalArgumentException e) {
            problem = Reason.of(e);
            say(problem, problem);
            retry(LONGEST_WAIT);
            return;
        }
        boolean oneByOne = outbox.oneByOne();
        try {
            // The transport holds itself to it with what it sends again, too; packet ids stay as they were.
            transport.connect(factory, oneByOne ? 1 : Outbox.WINDOW + 100);
        } catch (TransportException e) {
            failed(e);
            return;
        }
        if (oneByOne) {
            findSuspect();
            return;
        }
        try {
            introduce();
        } catch (TransportException e) {
            cutOff(e);
        }
    }

    private void introduce() throws TransportException {
        introduction.make();
        endings.introduced();
        connects.increment();
        since = System.nanoTime();
        connectedAt = since;
        ready = true;
        lastLogged = null;
        LOG.info("{}: connected to {}", options.clientId(), transport.broker());
        firstAttempt.complete(ConnectOutcome.CONNECTED);
        outbox.works();
        outbox.connected();
        inbox.open();
    }

    /** A connection for nothing but what was under way when others ended, one message at a time. */
    private void findSuspect() {
        boolean allTaken = endings.findSuspect(() -> stopping);
        if (stopping) {
            return;
        }
        endOfConnection();
        if (allTaken) {
            backoff.reset();
        }
        retry(LONGEST_WAIT);
    }

    private void failed(TransportException e) {
        outbox.unreachable();
        ConnectOutcome outcome = e.outcome();
        problem = outcome.inWords(options, e);
        dropped();
        // A first attempt that cannot succeed ends the start, and is said there.
        if (!firstAttempt.complete(outcome) || !outcome.isFinal()) {
            say(ConnectOutcome.isLocal(e) ? "local" : problem, problem);
        }
        retry(ConnectOutcome.isLocal(e) ? LOCAL_WAIT : LONGEST_WAIT);
    }

    /** The broker took the client and let it go before it was ready. */
    private void cutOff(TransportException e) {
        problem = e.outcome() == ConnectOutcome.REFUSED
                ? endings.refusedMessage(e)
                : endings.cutOffAtOnce(false)
                        ? endings.refusedMessage(false)
                        : "connection lost" + ConnectOutcome.because(e);
        endings.notAnnounced();
        endOfConnection();
        firstAttempt.complete(ConnectOutcome.AWAY);
        say(problem, problem);
        retry(LONGEST_WAIT);
    }

    /** Breaks a connection that works. This says nothing about the broker: the next attempt follows soon, whatever was before. */
    void cut() {
        if (ready) {
            transport.abort();
            backoff.reset();
            lost(new IOException("cut by hand"));
        }
    }

    /** To be called when a connection has ended. */
    void lost(Throwable cause) {
        if (stopping || !ready || transport.isConnected()) {
            return;
        }
        Duration held = Duration.ofNanos(System.nanoTime() - connectedAt);
        if (held.compareTo(HELD) > 0) {
            backoff.reset();
        }
        boolean atOnce = held.compareTo(RefusalSearch.AT_ONCE) < 0 && endings.cutOffAtOnce(true);
        if (held.compareTo(RefusalSearch.AT_ONCE) >= 0) {
            endings.held();
        }
        problem = atOnce ? endings.refusedMessage(true) : "connection lost" + ConnectOutcome.because(cause);
        boolean trial = outbox.onTrial();
        endOfConnection();
        // The ends of connections that this device brings about are none of a rival's doing.
        if (!trial && clash.lost(held) && !atOnce) {
            LOG.warn(
                    "{}: probably another client is using client id {}: the broker ends each connection soon after it is"
                            + " made. Every client needs an id of its own",
                    options.clientId(),
                    options.clientId());
        }
        since = System.nanoTime();
        if (trial) {
            // Expected, and said when the topic was held.
            backoff.reset();
        } else {
            say(problem, problem);
        }
        retry(LONGEST_WAIT);
    }

    /** The broker had taken this connection, and it is over. */
    private void endOfConnection() {
        endings.ended();
        if (outbox.oneByOne()) {
            // The broker is there, and each connection brings this further.
            backoff.reset();
        }
        dropped();
        endings.takeBackHeld();
    }

    /** Leaves nothing half connected, and puts on disk what the broker has not acknowledged. */
    private void dropped() {
        ready = false;
        if (transport.isConnected()) {
            transport.abort();
        }
        inbox.disconnected();
        outbox.disconnected(!options.cleanSession());
    }

    /** @param kind what is the same in lines that need not be said again: the time in them may differ */
    private void say(String kind, String line) {
        if (!kind.equals(lastLogged) && !stopping) {
            lastLogged = kind;
            LOG.warn("{}: {}; trying again until it works", options.clientId(), line);
        }
    }

    private void retry(Duration limit) {
        if (!stopping) {
            long wait = Math.min(backoff.next().toMillis(), limit.toMillis());
            control.schedule(this::connect, wait, TimeUnit.MILLISECONDS);
        }
    }

    /** Connected, subscribed, and the status acknowledged. */
    boolean ready() {
        return ready;
    }

    /** How long it has been {@link #ready}; on the control thread. */
    Duration readyFor() {
        return ready ? Duration.ofNanos(System.nanoTime() - connectedAt) : Duration.ZERO;
    }

    /** Why it is not {@link #ready}, in words. */
    String problem() {
        return problem;
    }

    /** Since when it is as it is, by the clock as it is set now. */
    Instant since() {
        return Instant.now().minusNanos(System.nanoTime() - since);
    }

    /** The same by {@link System#nanoTime}. */
    long sinceNanoTime() {
        return since;
    }

    /** How many times it connected. */
    long connects() {
        return connects.sum();
    }
}
