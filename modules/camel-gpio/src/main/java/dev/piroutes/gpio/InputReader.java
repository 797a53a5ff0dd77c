package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.LevelListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows one input for one route: takes its levels from the board's thread over to the timer's, where it debounces
 * them and reports what happened. All but the constructor, {@link #start}, {@link #stop} and {@link #leave} runs on the timer's thread.
 */
final class InputReader {
    private static final Duration LEAVING = Duration.ofSeconds(1);

    private record Edge(Level level, long nanoTime) {}

    private final Board board;
    private final ScheduledExecutorService timer;
    private final Input input;
    private final GpioConfiguration options;
    private final Consumer<InputEvent> sink;
    private final LevelListener listener = (pin, level, nanoTime) -> handOver(() -> level(level, nanoTime));
    private final Debounce debounce;
    private final Gestures gestures;
    private final RateMeter meter;
    private final Optional<InputReader> before;
    /** What the line did since this reader has left. */
    private final List<Edge> late = new ArrayList<>();

    private final List<InputReader> followers = new ArrayList<>();
    /** When the state at the start is to be told; empty once any state has been told. */
    private OptionalLong initialDue;

    private boolean left;
    private @Nullable Future<?> alarm;
    private volatile boolean stopped;

    InputReader(
            Board board,
            ScheduledExecutorService timer,
            Input input,
            GpioConfiguration options,
            Optional<InputReader> before,
            Consumer<InputEvent> sink) {
        this.board = board;
        this.timer = timer;
        this.input = input;
        this.options = options;
        this.sink = sink;
        this.before = before;
        Level level = before.map(reader -> reader.debounce.stable()).orElseGet(input::level);
        long now = board.nanoTime();
        this.debounce = new Debounce(level, options::quietNanos, this::stable);
        this.gestures = new Gestures(state(level) == GpioState.ON, now, options.gestureTimes(), this::emit);
        // A period that has begun before an edit goes on.
        this.meter = before.filter(reader -> reader.options.ratePeriodNanos() == options.ratePeriodNanos())
                .map(reader -> reader.meter)
                .orElseGet(() -> new RateMeter(options.ratePeriodNanos(), now));
        this.initialDue = options.isInitial()
                ? OptionalLong.of(now + TimeUnit.MILLISECONDS.toNanos(options.getDebounce()))
                : OptionalLong.empty();
    }

    void start() {
        before.ifPresentOrElse(reader -> handOver(() -> follow(reader)), () -> input.add(listener));
        // A change between the first reading and now had no listener. Read on the timer's thread, behind whatever the
        // listener has handed over, so that an older level cannot follow a newer one.
        handOver(() -> level(input.level(), board.nanoTime()));
    }

    void stop() {
        stopped = true;
        input.remove(listener);
    }

    /**
     * Reports nothing more, but goes on noting what the line does, for the reader that is to follow this one: between the
     * two nothing is lost and nothing reported twice. When this returns, what happened before has been reported.
     */
    void leave() {
        CountDownLatch done = new CountDownLatch(1);
        handOver(() -> {
            left = true;
            if (alarm != null) {
                alarm.cancel(false);
            }
            Level unsettled = debounce.stable().inverted();
            debounce.unsettledSince().ifPresent(since -> late.add(new Edge(unsettled, since)));
            done.countDown();
        });
        try {
            if (!done.await(LEAVING.toMillis(), TimeUnit.MILLISECONDS)) {
                stop();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stop();
        }
    }

    /** Takes over from the reader that was there before. */
    private void follow(InputReader reader) {
        input.add(listener);
        reader.late.forEach(edge -> level(edge.level(), edge.nanoTime()));
        reader.followers.add(this);
    }

    private void handOver(Runnable work) {
        try {
            timer.execute(work);
        } catch (RejectedExecutionException e) {
            // the component has been shut down
        }
    }

    private void level(Level level, long nanoTime) {
        if (left) {
            late.add(new Edge(level, nanoTime));
            followers.forEach(reader -> reader.level(level, nanoTime));
            return;
        }
        tellInitial(nanoTime); // the state before this
        debounce.level(level, nanoTime);
        setAlarm();
    }

    private void tick() {
        input.whenReported(now -> handOver(() -> time(now)));
    }

    /** It is now this late, and all that the line did until now has been handed over. */
    private void time(long now) {
        if (left) {
            return;
        }
        debounce.time(now);
        tellInitial(now);
        // what the line may yet turn out to have done comes before what has been waited for
        gestures.time(debounce.settledUntil(now));
        meter.time(now, this::period);
        setAlarm();
    }

    /** Tells the state at the start once it has lasted; one that has not settled yet will be told as a change, or return. */
    private void tellInitial(long now) {
        boolean due = initialDue.isPresent() && now - initialDue.getAsLong() >= 0;
        if (due && debounce.unsettledSince().isEmpty()) {
            emit(InputEvent.initial(state(debounce.stable()), now));
        }
    }

    private void setAlarm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        OptionalLong deadline = Stream.of(debounce.deadline(), initialDue, gestures.deadline())
                .filter(OptionalLong::isPresent)
                .findFirst()
                .orElse(OptionalLong.empty());
        long now = board.nanoTime();
        OptionalLong wait = Stream.of(deadline, meter.deadline())
                .flatMapToLong(OptionalLong::stream)
                .map(due -> due - now)
                .min();
        if (wait.isPresent() && !stopped) {
            alarm = timer.schedule(this::tick, wait.getAsLong(), TimeUnit.NANOSECONDS);
        }
    }

    private GpioState state(Level level) {
        return GpioState.of(level, options.isActiveLow());
    }

    private void period(long end) {
        Duration period = Duration.ofNanos(options.ratePeriodNanos());
        emit(new InputEvent(GpioEvent.RATE, state(debounce.stable()), end, period, meter.count(), false));
    }

    private void stable(Level level, long nanoTime) {
        if (state(level) == GpioState.ON) {
            meter.pressed();
        }
        gestures.state(state(level), nanoTime);
    }

    private void emit(InputEvent event) {
        initialDue = OptionalLong.empty();
        boolean wanted = options.getEvent().includes(event.event())
                && (event.repeat() == 0 || options.getEvent() != GpioEvent.CHANGE);
        if (wanted && !stopped) {
            sink.accept(event);
        }
    }
}
