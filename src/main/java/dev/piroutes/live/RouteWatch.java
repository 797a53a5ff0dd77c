package dev.piroutes.live;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that something in the folder may have changed, and says so once it has settled. The system tells at once;
 * now and then the folder is looked at as well, for file systems that tell nothing (a network's), and for a folder that
 * was moved away and back.
 */
final class RouteWatch implements AutoCloseable {

    private static final Duration QUIET = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(RouteWatch.class);

    /** Looks at the files. */
    @FunctionalInterface
    interface Look {
        /**
         * Files may have changed.
         *
         * @param since the {@code nanoTime} of the first sign of it
         * @return true to be asked once more soon
         */
        boolean look(long since);
    }

    private final RouteFolder folder;
    private final Look settled;
    private final WatchService service;
    private final Settling settling = new Settling(QUIET, LONGEST);
    private final Thread thread = new Thread(this::watch, "live-routes");
    private volatile boolean open = true;
    private @Nullable WatchKey key;
    private final Set<Path> strays = new HashSet<>();
    private Map<String, String> stamps = Map.of();
    private boolean gone;

    /** @param settled is asked to look on a thread of the watch's own, once what happened has settled */
    RouteWatch(RouteFolder folder, Look settled) throws IOException {
        this.folder = folder;
        this.settled = settled;
        this.service = folder.path().getFileSystem().newWatchService();
        thread.setDaemon(true);
    }

    /** What changed before is noticed too. */
    void start() {
        register();
        settling.happened(System.nanoTime());
        thread.start();
    }

    @Override
    public void close() {
        open = false;
        try {
            service.close();
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (IOException e) {
            LOG.debug("live: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        while (open) {
            try {
                await();
                OptionalLong left = settling.left(System.nanoTime());
                if (open && left.isPresent() && left.getAsLong() <= 0) {
                    long since = settling.since();
                    settling.looked();
                    stamps = folder.stamps();
                    if (settled.look(since)) {
                        settling.happened(System.nanoTime());
                    }
                }
            } catch (ClosedWatchServiceException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException e) {
                LOG.debug("live: {}", e.toString());
            } catch (RuntimeException e) {
                LOG.error("live     the route files could not be looked at", e);
            }
        }
    }

    private void await() throws InterruptedException {
        OptionalLong left = settling.left(System.nanoTime());
        long wait = Math.min(LOOK.toNanos(), Math.max(0, left.orElse(Long.MAX_VALUE)));
        WatchKey signalled = service.poll(wait, TimeUnit.NANOSECONDS);
        if (signalled != null) {
            take(signalled);
        } else if (left.isEmpty()) {
            look();
        }
    }

    private void take(WatchKey signalled) {
        for (WatchEvent<?> event : signalled.pollEvents()) {
            if (event.kind() == StandardWatchEventKinds.OVERFLOW || folder.contains((Path) event.context())) {
                settling.happened(System.nanoTime());
            } else if (event.kind() != StandardWatchEventKinds.ENTRY_DELETE) {
                notARouteFile((Path) event.context());
            }
        }
        if (!signalled.reset()) {
            key = null;
        }
    }

    /** Says so once: it would change nothing however often it is saved. */
    private void notARouteFile(Path file) {
        if (RouteSource.isStray(file) && strays.add(file)) {
            Finding stray = RouteSource.notARouteFile(file);
            LOG.warn("live     {}: {}", stray.place(), stray.message());
        }
    }

    private void look() {
        if (key == null || !key.isValid() || gone) {
            register();
        }
        try {
            if (!folder.stamps().equals(stamps)) {
                settling.happened(System.nanoTime());
            }
        } catch (IOException e) {
            LOG.debug("live: {}", e.toString());
        }
    }

    private void register() {
        try {
            if (key != null) {
                key.cancel();
            }
            key = folder.path()
                    .register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
            if (gone) {
                LOG.info("live     {} is back", folder.path());
                gone = false;
            }
        } catch (IOException e) {
            if (!gone) {
                LOG.warn("live     {} cannot be watched ({}): what runs, runs on", folder.path(), Reason.of(e));
                gone = true;
            }
        }
    }
}
