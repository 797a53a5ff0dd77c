package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.LevelListener;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows one input for one route: takes its levels from the board's thread over to the timer's, where it debounces
 * them and tells what happened. All but the constructor, {@link #start} and {@link #stop} runs on the timer's thread.
 */
final class InputReader {
    private final Board board;
    private final ScheduledExecutorService timer;
    private final Input input;
    private final GpioEndpoint endpoint;
    private final Consumer<InputEvent> sink;
    private final LevelListener listener = (pin, level, nanoTime) -> handOver(() -> level(level, nanoTime));
    private final Debounce debounce;
    private long stateSince;
    private @Nullable Future<?> alarm;
    private volatile boolean stopped;

    InputReader(
            Board board,
            ScheduledExecutorService timer,
            Input input,
            GpioEndpoint endpoint,
            Consumer<InputEvent> sink) {
        this.board = board;
        this.timer = timer;
        this.input = input;
        this.endpoint = endpoint;
        this.sink = sink;
        this.stateSince = board.nanoTime();
        this.debounce =
                new Debounce(input.level(), TimeUnit.MILLISECONDS.toNanos(endpoint.getDebounce()), this::stable);
    }

    void start() {
        input.add(listener);
        // A change between the first reading and now had no listener. Read on the timer's thread, behind whatever the
        // listener has handed over, so that an older level cannot follow a newer one.
        handOver(() -> level(input.level(), board.nanoTime()));
    }

    void stop() {
        stopped = true;
        input.remove(listener);
    }

    private void handOver(Runnable work) {
        try {
            timer.execute(work);
        } catch (RejectedExecutionException e) {
            // the component has been shut down
        }
    }

    private void level(Level level, long nanoTime) {
        debounce.level(level, nanoTime);
        setAlarm();
    }

    private void tick() {
        debounce.time(board.nanoTime());
        setAlarm();
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        OptionalLong deadline = debounce.deadline();
        if (deadline.isPresent() && !stopped) {
            alarm = timer.schedule(this::tick, deadline.getAsLong() - board.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void stable(Level level, long nanoTime) {
        GpioState state = GpioState.of(level, endpoint.isActiveLow());
        GpioEvent event = state == GpioState.ON ? GpioEvent.PRESS : GpioEvent.RELEASE;
        Duration held = Duration.ofNanos(nanoTime - stateSince);
        stateSince = nanoTime;
        GpioEvent wanted = endpoint.getEvent();
        if (!stopped && (wanted == GpioEvent.CHANGE || wanted == event)) {
            sink.accept(new InputEvent(event, state, nanoTime, held));
        }
    }
}
