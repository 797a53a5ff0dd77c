package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.systemd.ServiceManager;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a running command on Ctrl-C and SIGTERM, in order and in time. */
final class ShutdownHook {

    /** What cannot stop by then is left behind: systemd and people wait no longer. */
    private static final Duration LIMIT = Duration.ofMillis(4500);

    private static final int SIGTERM = 143;
    /** As the JVM's own. A service is started again after it. */
    private static final int OUT_OF_MEMORY = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ShutdownHook.class);

    private static volatile int status = SIGTERM;

    /** What can be ended. */
    interface Stoppable {
        /** Brings outputs to their shutdown state, at once. Nothing that can block comes before it. */
        default void makeSafe() {}

        void stop();
    }

    private ShutdownHook() {}

    static void on(Stoppable running, ServiceManager manager) {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> uncaught(running, thread, error));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running, manager), "shutdown"));
    }

    /**
     * The packages' JVM ends by itself when memory does (-XX:+ExitOnOutOfMemoryError). One without that option would go on
     * without the thread, whatever it was for.
     */
    private static void uncaught(Stoppable running, Thread thread, Throwable error) {
        if (error instanceof OutOfMemoryError) {
            running.makeSafe();
            System.err.println("pi-routes: out of memory in " + thread.getName() + ": ended; give it more with -Xmx");
            Runtime.getRuntime().halt(OUT_OF_MEMORY);
        }
        LOG.error("the thread {} ended: {}", thread.getName(), Reason.of(error), error);
    }

    /** Ends the process, in order and in time, with this exit code whatever does not stop. */
    static void exit(int code) {
        status = code;
        System.exit(code);
    }

    private static void end(Stoppable running, ServiceManager manager) {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(LIMIT.toMillis());
                        Runtime.getRuntime().halt(status);
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
