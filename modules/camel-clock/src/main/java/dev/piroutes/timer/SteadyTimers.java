package dev.piroutes.timer;

import java.util.Date;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.timer.TimerComponent;
import org.apache.camel.component.timer.TimerConsumer;
import org.apache.camel.component.timer.TimerEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * The component {@code timer}, on Camel's own scheduled threads. Camel uses {@link Timer}, which compares readings of the
 * system's clock: set back by an hour, no timer fires for an hour; set forward, it makes up for all that it has not fired.
 * And it would not see the virtual time of tests.
 */
public final class SteadyTimers extends TimerComponent {

    private final Map<TimerConsumer, Timer> timers = new ConcurrentHashMap<>();

    /** Camel finds it by an annotation that a subclass does not inherit; without it options would be ignored. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new TimerEndpointConfigurer();
    }

    @Override
    public Timer getTimer(TimerConsumer consumer) {
        return timers.computeIfAbsent(
                consumer,
                c -> new Ticker(getCamelContext()
                        .getExecutorServiceManager()
                        .newSingleThreadScheduledExecutor(
                                this, "timer-" + c.getEndpoint().getTimerName())));
    }

    @Override
    public void removeTimer(TimerConsumer consumer) {
        Timer timer = timers.remove(consumer);
        if (timer != null) {
            timer.cancel();
        }
    }

    /** A {@link Timer} of which only the methods matter that Camel calls. */
    private static final class Ticker extends Timer {
        private final ScheduledExecutorService ticks;

        Ticker(ScheduledExecutorService ticks) {
            super(true);
            super.cancel(); // its own thread has nothing to do
            this.ticks = ticks;
        }

        @Override
        public void cancel() {
            ticks.shutdownNow();
        }

        @Override
        public void schedule(TimerTask task, long delay) {
            ticks.schedule(task, delay, TimeUnit.MILLISECONDS);
        }

        @Override
        public void schedule(TimerTask task, long delay, long period) {
            ticks.scheduleAtFixedRate(task, delay, period, TimeUnit.MILLISECONDS);
        }

        @Override
        public void scheduleAtFixedRate(TimerTask task, long delay, long period) {
            schedule(task, delay, period);
        }

        @Override
        public void schedule(TimerTask task, Date time) {
            schedule(task, until(time));
        }

        @Override
        public void schedule(TimerTask task, Date first, long period) {
            schedule(task, until(first), period);
        }

        @Override
        public void scheduleAtFixedRate(TimerTask task, Date first, long period) {
            schedule(task, until(first), period);
        }

        private static long until(Date time) {
            return Math.max(0, time.getTime() - System.currentTimeMillis());
        }
    }
}
