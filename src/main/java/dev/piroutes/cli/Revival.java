package dev.piroutes.cli;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks every second whether something still works, and does what is to be done when it does not. */
final class Revival implements AutoCloseable {
    private static final long SECONDS = 1;

    private final ScheduledExecutorService thread;

    /** @param look is made again and again; must not throw */
    Revival(String part, Runnable look) {
        thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new Thread(task, part + "-revival");
            made.setDaemon(true);
            return made;
        });
        thread.scheduleWithFixedDelay(look, SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
