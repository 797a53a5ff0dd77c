package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.OutputLine;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One output line in terms of on and off, pulses and limits. Thread-safe: all outputs of a component share one lock, so
 * that an interlock cannot be overtaken. Making the board safe needs no such lock.
 */
final class Output {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    private final Pin pin;
    private final OutputLine line;
    private final GpioConfiguration options;
    private final Outputs all;
    private final ScheduledExecutorService timer;
    private @Nullable Future<?> nextStep;
    private @Nullable Future<?> limit;

    /** Opens the line in its initial state. */
    Output(Board board, Pin pin, GpioConfiguration options, Outputs all, ScheduledExecutorService timer) {
        this.pin = pin;
        this.options = options;
        this.all = all;
        this.timer = timer;
        this.line = board.openOutput(pin.number(), level(all.initial(pin, options)), options.shutdownLevel());
        synchronized (all) {
            all.add(this);
            if (state() == GpioState.ON) {
                startLimit();
            }
        }
    }

    GpioConfiguration options() {
        return options;
    }

    /**
     * Carries out the action and returns the state after it, as the line itself reports it.
     *
     * @param times of a pulse or a blinking
     */
    GpioState apply(GpioAction action, GpioConfiguration times) {
        synchronized (all) {
            if (action == GpioAction.READ) {
                return state();
            }
            cancel(nextStep);
            nextStep = null;
            GpioState wanted = action == GpioAction.OFF || action == GpioAction.TOGGLE && state() == GpioState.ON
                    ? GpioState.OFF
                    : GpioState.ON;
            if (action == GpioAction.PULSE || action == GpioAction.BLINK) {
                blink(times, action == GpioAction.PULSE ? 1 : times.getCount());
            } else {
                set(wanted);
            }
            if (nextStep != null) {
                all.remember(pin, options, GpioState.OFF);
            } else if (state() == wanted) { // else the board has been made safe, which is nothing to remember
                all.remember(pin, options, wanted);
            }
            return state();
        }
    }

    /** @param count how often it is on; 0: until something else is asked for */
    private void blink(GpioConfiguration times, int count) {
        set(GpioState.ON);
        nextStep = after(times.getOnTime(), () -> {
            set(GpioState.OFF);
            nextStep = count == 1 ? null : after(times.getOffTime(), () -> blink(times, Math.max(0, count - 1)));
        });
    }

    /** Switches off because another output of the group is about to be switched on. */
    void yieldToGroup() {
        cancel(nextStep);
        nextStep = null;
        if (state() == GpioState.ON) {
            set(GpioState.OFF);
            all.remember(pin, options, GpioState.OFF);
        }
    }

    private void set(GpioState state) {
        boolean wasOn = state() == GpioState.ON;
        if (state == GpioState.ON) {
            all.interlock(this);
        }
        line.write(level(state));
        if (state == GpioState.OFF) {
            cancel(limit);
            limit = null;
        } else if (!wasOn) {
            startLimit(); // and not again by an ON while it is on, or whoever repeats ON could defeat it
        }
    }

    private void startLimit() {
        if (options.getMaxOnTime() > 0) {
            limit = after(options.getMaxOnTime(), () -> {
                LOG.warn("{}: switched off after its maxOnTime of {}ms", pin, options.getMaxOnTime());
                cancel(nextStep);
                nextStep = null;
                set(GpioState.OFF);
                all.remember(pin, options, GpioState.OFF);
            });
        }
    }

    private @Nullable Future<?> after(long millis, Runnable step) {
        try {
            Step task = new Step(step);
            task.future = timer.schedule(task, millis, TimeUnit.MILLISECONDS);
            return task.future;
        } catch (RejectedExecutionException e) {
            line.write(level(GpioState.OFF)); // nobody would switch it off later
            return null;
        }
    }

    private static void cancel(@Nullable Future<?> task) {
        if (task != null) {
            task.cancel(false);
        }
    }

    /** As the line itself reports it. */
    GpioState state() {
        return GpioState.of(line.level(), options.isActiveLow());
    }

    private Level level(GpioState state) {
        return state.level(options.isActiveLow());
    }

    /** Gives the line back. It keeps its state, unless something would have switched it off later: that is done now. */
    void close() {
        synchronized (all) {
            all.remove(this);
            if (nextStep != null || limit != null) {
                cancel(nextStep);
                nextStep = null;
                set(GpioState.OFF);
            }
            line.close();
        }
    }

    /** A later step, void once it has been cancelled even if it was already waiting for the lock. */
    private final class Step implements Runnable {
        private final Runnable work;
        private @Nullable Future<?> future;

        Step(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            synchronized (all) {
                if (future != null && !future.isCancelled()) {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        LOG.error("{}: a timed action failed", pin, e);
                    }
                }
            }
        }
    }
}
