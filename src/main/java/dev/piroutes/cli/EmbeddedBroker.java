package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerFigures;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker in the program: the same one, on the same port, when it comes back after a pause. */
final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Settings settings;
    private final String url;
    private final String detail;
    private @Nullable Broker broker;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable Future<?> pause;

    EmbeddedBroker(Settings settings) throws Exception {
        this.settings = settings;
        Broker started = Brokers.start(settings);
        broker = started;
        url = Brokers.localUrl(started, settings);
        Brokers.describe(started, settings).forEach(LOG::info);
        detail = Brokers.describe(started, settings).get(0).replaceFirst("^broker +", "");
        // It comes back where it was, also if any free port would have done.
        settings.put(Setting.BROKER_PORT.key(), String.valueOf(started.port()));
    }

    /** For clients in this process. */
    String url() {
        return url;
    }

    String detail() {
        return detail;
    }

    synchronized Optional<BrokerFigures> figures() {
        return broker == null ? Optional.empty() : broker.figures();
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
            broker = Brokers.start(settings);
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
        down();
    }
}
