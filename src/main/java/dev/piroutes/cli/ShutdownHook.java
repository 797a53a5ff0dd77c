package dev.piroutes.cli;

import dev.piroutes.systemd.ServiceManager;
import java.time.Duration;

/** Ends a running command on Ctrl-C and SIGTERM, in order and in time. */
final class ShutdownHook {

    /** What cannot stop by then is left behind: systemd and people wait no longer. */
    private static final Duration LIMIT = Duration.ofMillis(4500);

    private static final int SIGTERM = 143;

    /** What can be ended. */
    interface Stoppable {
        /** Brings outputs to their shutdown state, at once. Nothing that can block comes before it. */
        default void makeSafe() {}

        void stop();
    }

    private ShutdownHook() {}

    static void on(Stoppable running, ServiceManager manager) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running, manager), "shutdown"));
    }

    private static void end(Stoppable running, ServiceManager manager) {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        Runtime.getRuntime().halt(SIGTERM);
                    } catch (InterruptedException e) {
                        // stopped in time
                    }
                },
                "shutdown-limit");
        limit.setDaemon(true);
        limit.start();
        running.makeSafe();
        manager.stopping();
        running.stop();
        limit.interrupt();
    }
}
