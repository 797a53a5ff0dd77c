package dev.piroutes.gpio;

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
    private final OutputOptions options;
    private final Outputs all;
    private final ScheduledExecutorService timer;
    private @Nullable Future<?> nextStep;
    private @Nullable Future<?> limit;

    Output(Pin pin, OutputLine line, OutputOptions options, Outputs all, ScheduledExecutorService timer) {
        this.pin = pin;
        this.line = line;
        this.options = options;
        this.all = all;
        this.timer = timer;
        synchronized (all) {
            if (state() == GpioState.ON) {
                startLimit();
            }
        }
    }

    OutputOptions options() {
        return options;
    }

    /** Does what the action says and returns the state after it, as the line itself reports it. */
    GpioState apply(GpioAction action, Rhythm rhythm) {
        synchronized (all) {
            if (action == GpioAction.READ) {
                return state();
            }
            cancel(nextStep);
            nextStep = null;
            GpioState wanted = start(action, rhythm);
            if (nextStep != null) {
                all.remember(pin, options, GpioState.OFF);
            } else if (state() == wanted) { // else the board has been made safe, which is nothing to remember
                all.remember(pin, options, wanted);
            }
            return state();
        }
    }

    private GpioState start(GpioAction action, Rhythm rhythm) {
        GpioState wanted =
                switch (action) {
                    case ON, PULSE, BLINK -> GpioState.ON;
                    case OFF -> GpioState.OFF;
                    case TOGGLE -> state().toggled();
                    default ->
                        throw new IllegalArgumentException(pin + ": " + action + " needs the option simulate=true");
                };
        switch (action) {
            case PULSE -> blink(new Rhythm(rhythm.onTime(), rhythm.offTime(), 1));
            case BLINK -> blink(rhythm);
            default -> set(wanted);
        }
        return wanted;
    }

    private void blink(Rhythm rhythm) {
        set(GpioState.ON);
        nextStep = after(rhythm.onTime(), () -> {
            set(GpioState.OFF);
            boolean more = rhythm.count() != 1;
            Rhythm rest = new Rhythm(rhythm.onTime(), rhythm.offTime(), Math.max(0, rhythm.count() - 1));
            nextStep = more ? after(rhythm.offTime(), () -> blink(rest)) : null;
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
        if (options.maxOnTime() > 0) {
            limit = after(options.maxOnTime(), () -> {
                LOG.warn("{}: switched off after its maxOnTime of {}ms", pin, options.maxOnTime());
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

    private GpioState state() {
        return GpioState.of(line.level(), options.activeLow());
    }

    private Level level(GpioState state) {
        return state.level(options.activeLow());
    }

    /** Gives the line back. It keeps its state, unless something would have switched it off later: that is done now. */
    void close() {
        synchronized (all) {
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
