package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.Clash;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker in the program. It starts beside everything else, and is waited for before the devices connect. After a pause
 * it comes back as the same one, on the same port.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Settings settings;
    private final FutureTask<Broker> starting;
    private @Nullable Broker broker;
    private volatile boolean users;
    /** The one that runs, or ran before a pause. */
    private volatile @Nullable Broker latest;

    private @Nullable ScheduledExecutorService timer;
    private @Nullable Future<?> pause;

    /** Begins to start it; if any free port will do, it is waited for, since its address is needed at once. */
    EmbeddedBroker(Settings settings) throws Exception {
        this.settings = settings;
        BrokerSettings wanted = Brokers.settings(settings);
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
     * Waits until it has started, and says where.
     *
     * @throws Exception why it has not
     */
    void await() throws Exception {
        Broker started = started();
        synchronized (this) {
            broker = started;
        }
        description().forEach(LOG::info);
    }

    private Broker started() throws Exception {
        try {
            Broker started = starting.get();
            // It comes back where it was, also if any free port would have done.
            settings.put(Setting.BROKER_PORT.key(), String.valueOf(started.port()));
            users = started.hasUsers();
            latest = started;
            return started;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    /** For clients in this process. */
    String url() {
        return Brokers.localUrl(settings);
    }

    String detail() {
        return description().get(0).replaceFirst("^broker +", "");
    }

    private List<String> description() {
        return Brokers.describe(Brokers.host(settings), Brokers.port(settings), users, settings);
    }

    /** Whether it would refuse a PUBLISH of so many bytes, and why; as far as known, also while it is paused. */
    Optional<String> refusal(String topic, long packetSize) {
        Broker known = latest;
        return known == null ? Optional.empty() : known.refusal(topic, packetSize);
    }

    synchronized Optional<BrokerFigures> figures() {
        return broker == null ? Optional.empty() : broker.figures();
    }

    synchronized List<Clash> clashes() {
        return broker == null ? List.of() : broker.clashes();
    }

    synchronized boolean running() {
        return broker != null;
    }

    /** Stops it now, and starts it again after so many seconds. Returns at once; one pause at a time. */
    synchronized void pause(int seconds) {
        if (pause != null && !pause.isDone()) {
            throw new IllegalArgumentException("the broker is stopped already, and comes back by itself");
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

    private synchronized void up() {
        if (timer == null || timer.isShutdown()) {
            return;
        }
        try {
            Broker back = Brokers.start(settings);
            broker = back;
            latest = back;
            LOG.info("broker   is back");
        } catch (Exception e) {
            LOG.error("broker   does not come back: {}", e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (timer != null) {
            timer.shutdownNow();
        }
        if (broker == null && pause == null) {
            // Something else has failed while it was starting.
            try {
                broker = started();
            } catch (Exception e) {
                LOG.debug("there is no broker to close", e);
            }
        }
        down();
    }
}
