package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.broker.Listener;
import dev.piroutes.broker.mqtt.Clash;
import dev.piroutes.broker.mqtt.PublishListener;
import dev.piroutes.cli.UntilItWorks.NotYet;
import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateInUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in the program. It starts beside everything else, and is waited for before the devices connect. While its port
 * is taken, or its address is not there, it is tried again; everything else runs meanwhile. After a pause it comes back as
 * the same one, on the same port.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private volatile BrokerOptions options;
    private final FutureTask<Broker> starting;
    private @Nullable Broker broker;
    private volatile boolean users;
    /** The one that runs, or ran before a pause. */
    private volatile @Nullable Broker latest;

    private volatile @Nullable UntilItWorks coming;
    private boolean closed;
    private volatile List<Listener> listeners;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable Future<?> pause;
    private @Nullable Revival revival;
    private Consumer<Broker> listening = serving -> {};

    /** Begins to start it; if any free port will do, it is waited for, since its address is needed at once. */
    EmbeddedBroker(BrokerOptions options) throws Exception {
        this.options = options;
        BrokerSettings wanted = options.settings();
        listeners = List.of(new Listener("mqtt", wanted.host(), wanted.port(), options.secured() != null));
        starting = new FutureTask<>(() -> Broker.start(wanted));
        if (wanted.port() == 0) {
            starting.run();
            started();
        } else {
            Thread thread = new Thread(starting, "broker-start");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /**
     * Waits until it has started, and says where, or until it is clear that it has to wait, and says what for.
     *
     * @throws Exception why it has not, if trying again cannot help
     */
    void await() throws Exception {
        try {
            serves(started());
        } catch (BrokerException e) {
            if (!e.isPassing() || options.port() == 0) {
                throw e;
            }
            coming = new UntilItWorks("broker", this::comes).goOnAfter(notYet(e));
        }
    }

    private Broker started() throws Exception {
        try {
            Broker started = starting.get();
            // It comes back where it was, also if any free port would have done.
            options = options.at(started.port());
            know(started);
            return started;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** Whatever the reason is, a broker that was waited for, or was stopped for a while, may come yet. */
    private void comes() throws NotYet {
        try {
            serves(Broker.start(options.settings()));
        } catch (BrokerException e) {
            throw notYet(e);
        }
    }

    private NotYet notYet(BrokerException e) {
        return new NotYet(whyNot(e, options), e);
    }

    /** Why it does not start, in one line, with the program that has its port. */
    static String whyNot(BrokerException e, BrokerOptions options) {
        String taken = " is already in use on " + options.host();
        return Reason.of(e).replace(taken, taken + Ports.by(options.port()));
    }

    /** What is asked of it also while it is paused. */
    private void know(Broker started) {
        users = started.hasUsers();
        latest = started;
        listeners = started.listeners();
    }

    private void serves(Broker started) {
        boolean again;
        synchronized (this) {
            if (closed) {
                started.close();
                return;
            }
            again = latest != null && latest != started;
            broker = started;
            know(started);
            listening.accept(started);
            if (revival == null) {
                revival = new Revival("broker", this::look);
            }
        }
        (again ? List.of("broker   is back") : description()).forEach(LOG::info);
    }

    /** Tells of what is published at and below a topic, and of what is retained whenever the broker comes. To be called once. */
    synchronized void listen(String topic, PublishListener listener) {
        listening = serving -> serving.listen(topic, listener);
        if (broker != null) {
            listening.accept(broker);
        }
    }

    /** Why nothing can be published now, in words; null: it can. */
    @Nullable
    String problem() {
        String waiting = waitingFor();
        return waiting != null
                ? "the broker of this program waits: " + waiting
                : running() ? null : "the broker of this program is stopped for a while";
    }

    /** Why it does not serve yet; null if it does, or is stopped for a while. */
    @Nullable
    String waitingFor() {
        UntilItWorks waiting = coming;
        return waiting == null ? null : waiting.waitingFor();
    }

    /** For clients in this process. */
    String url() {
        return options.localUrl();
    }

    /** @param figures its own, or null if nobody wants to know: counting takes its time */
    BrokerStatus status(@Nullable BrokerFigures figures) {
        String detail = description().get(0).replaceFirst("^broker +", "");
        return new BrokerStatus(url(), true, running(), detail, null, clashes(), listeners, figures);
    }

    private List<String> description() {
        return options.describe(listeners, users);
    }

    /** Where clients can connect. */
    List<Listener> listeners() {
        return listeners;
    }

    /** Whether it would refuse a PUBLISH of so many bytes, and why; as far as known, also while it is paused. */
    Optional<String> refusal(String topic, long packetSize) {
        Broker known = latest;
        return known == null ? Optional.empty() : known.refusal(topic, packetSize);
    }

    synchronized Optional<BrokerFigures> figures() {
        return broker == null ? Optional.empty() : broker.figures();
    }

    synchronized List<String> problems() {
        return broker == null ? List.of() : broker.problems();
    }

    private synchronized List<Clash> clashes() {
        return broker == null ? List.of() : broker.clashes();
    }

    /** Those that it needs. */
    List<CertificateInUse> certificates() {
        List<CertificateInUse> all = new ArrayList<>(options.certificates());
        synchronized (this) {
            all.addAll(broker == null ? List.of() : broker.certificates());
        }
        return all;
    }

    synchronized boolean running() {
        return broker != null;
    }

    /** Artemis stops for good when its disk is full, or cannot be read; that may pass. */
    private void look() {
        synchronized (this) {
            if (closed || broker == null || broker.isActive()) {
                return;
            }
            LOG.error("broker   has stopped: {}; it is started again as soon as that works", broker.fault());
        }
        down();
        up();
    }

    /** Stops it now, and starts it again after so many seconds. Returns at once; one pause at a time. */
    synchronized void pause(int seconds) {
        if (pause != null && !pause.isDone()) {
            throw new IllegalArgumentException("the broker is stopped already, and comes back by itself");
        }
        if (waitingFor() != null) {
            throw new IllegalArgumentException("the broker does not run yet, and comes by itself");
        }
        if (timer == null) {
            timer = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "broker-pause");
                thread.setDaemon(true);
                return thread;
            });
        }
        LOG.info("broker   stops for {} s", seconds);
        timer.execute(this::down);
        pause = timer.schedule(this::up, seconds, TimeUnit.SECONDS);
    }

    private synchronized void down() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    private void up() {
        UntilItWorks back = new UntilItWorks("broker", this::comes);
        synchronized (this) {
            if (closed) {
                return;
            }
            coming = back;
        }
        back.begin();
    }

    @Override
    public void close() {
        Future<?> begun;
        synchronized (this) {
            closed = true;
            if (revival != null) {
                revival.close();
            }
            if (timer != null) {
                timer.shutdownNow();
            }
            if (coming != null) {
                coming.close();
            }
            begun = broker == null && pause == null && coming == null ? starting : null;
        }
        if (begun != null) {
            // Something else has failed while it was starting.
            try {
                started().close();
            } catch (Exception e) {
                LOG.debug("there is no broker to close", e);
            }
        }
        down();
    }
}
