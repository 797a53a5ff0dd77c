package dev.piroutes.systemd;

import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the service manager that started this process how it is, as sd_notify(3) says: ready, a line of status, alive,
 * stopping. Without one that wants to know ({@code NOTIFY_SOCKET}) it does nothing.
 *
 * <p>The watchdog is fed three times in {@code WATCHDOG_USEC}, and only while {@code alive} says so: a process that hangs,
 * and one that says no, is ended by systemd and started again. Without a watchdog the status is looked at every 30 s. It
 * is sent when it has changed.
 */
public final class ServiceManager {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final int FEEDINGS = 3;

    private final boolean wanted;
    private final Duration watchdog;
    private final Notification notification;
    private @Nullable String sentStatus;
    private boolean alive = true;

    /** What carries the lines to the service manager. */
    interface Notification {
        void send(List<String> lines);
    }

    ServiceManager(Map<String, String> environment, Notification notification) {
        this.wanted = environment.containsKey("NOTIFY_SOCKET");
        this.watchdog = watchdog(environment);
        this.notification = notification;
    }

    /** The one of this process. */
    public static ServiceManager here() {
        return new ServiceManager(System.getenv(), new SystemdNotify());
    }

    private static Duration watchdog(Map<String, String> environment) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        // systemd gives them to every process that the service starts: they are meant for one.
        String pid = environment.getOrDefault("WATCHDOG_PID", "");
        boolean mine = pid.isEmpty()
                || pid.equals(String.valueOf(ProcessHandle.current().pid()));
        return mine && micros.matches("[1-9][0-9]{0,17}")
                ? Duration.ofNanos(Math.multiplyExact(Long.parseLong(micros) / 1000, 1_000_000L))
                : Duration.ZERO;
    }

    /**
     * Says that the service is ready, and from now on how it is.
     *
     * @param status one line for {@code systemctl status}
     * @param alive whether the process is of any use; what can be cured from outside, a broker that is away, is no reason
     */
    public void ready(Supplier<String> status, BooleanSupplier alive) {
        if (!wanted) {
            return;
        }
        sentStatus = status.get();
        notification.send(List.of("READY=1", "STATUS=" + sentStatus));
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "systemd");
            thread.setDaemon(true);
            return thread;
        });
        long period = (watchdog.isZero() ? LOOK : watchdog.dividedBy(FEEDINGS)).toMillis();
        timer.scheduleWithFixedDelay(() -> tell(status, alive), period, period, TimeUnit.MILLISECONDS);
    }

    private void tell(Supplier<String> status, BooleanSupplier alive) {
        try {
            List<String> lines = new ArrayList<>();
            if (isAlive(alive) && !watchdog.isZero()) {
                lines.add("WATCHDOG=1");
            }
            String now = status.get();
            if (!now.equals(sentStatus)) {
                sentStatus = now;
                lines.add("STATUS=" + now);
            }
            if (!lines.isEmpty()) {
                notification.send(lines);
            }
        } catch (RuntimeException e) {
            // An executor would end the task in silence, and the watchdog would bite for no reason that anyone can see.
            LOG.warn("systemd  was not told how the service is: {}", Reason.of(e));
        }
    }

    private boolean isAlive(BooleanSupplier check) {
        boolean now = check.getAsBoolean();
        if (alive && !now && !watchdog.isZero()) {
            LOG.error(
                    "systemd  a liveness check is down; the watchdog is not fed, and ends this process within {} s",
                    watchdog.toSeconds());
        }
        alive = now;
        return now;
    }

    /** Says that the service has begun to stop. Returns at once. */
    public void stopping() {
        if (wanted) {
            Thread thread = new Thread(() -> notification.send(List.of("STOPPING=1")), "systemd-stopping");
            thread.setDaemon(true);
            thread.start();
        }
    }
}
