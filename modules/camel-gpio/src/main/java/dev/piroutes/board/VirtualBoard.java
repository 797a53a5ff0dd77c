package dev.piroutes.board;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A board of which every pin exists in memory only. It behaves as a real one does at its pins: a pull decides the
 * level at rest, the outside world can drive an input against it, an output has the level that was written last.
 *
 * <p>Listeners are called in order on one thread of the board, never on the thread that caused the change, and never
 * under a lock: one that hangs cannot keep outputs from being made safe.
 */
public final class VirtualBoard implements Board, OutsideWorld {
    private static final int HISTORY = 1000;
    private static final int PINS = 64;

    private final String description;
    private final LongSupplier clock;
    private final Executor events;
    private final Listeners listeners = new Listeners();
    private final SortedMap<Integer, VirtualPin> pins = new TreeMap<>();
    private final Deque<LevelChange> history = new ArrayDeque<>();
    private boolean safe;
    private boolean closed;

    /** A board that lives in real time. */
    public VirtualBoard() {
        this("virtual board (asked for)");
    }

    VirtualBoard(String description) {
        this(description, System::nanoTime, Executors.newSingleThreadExecutor(VirtualBoard::thread));
    }

    /**
     * A board that lives in the time of a test.
     *
     * @param clock the board's clock, in nanoseconds
     * @param events runs the listeners, in order; {@code Runnable::run} calls them before a change returns
     */
    public VirtualBoard(LongSupplier clock, Executor events) {
        this("virtual board (test)", clock, events);
    }

    private VirtualBoard(String description, LongSupplier clock, Executor events) {
        this.description = description;
        this.clock = clock;
        this.events = events;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "virtual-board");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public synchronized InputLine openInput(int number, Pull pull, LevelListener listener) {
        VirtualPin pin = free(number);
        change(pin, () -> {
            pin.pull = pull;
            pin.output = false;
        });
        pin.input = listener;
        return new VirtualLine(this, pin, ++pin.generation);
    }

    @Override
    public synchronized OutputLine openOutput(int number, Level initial, Level shutdown) {
        if (safe) {
            throw BoardException.shutDown(number);
        }
        VirtualPin pin = free(number);
        pin.pull = Pull.NONE;
        pin.outputOpen = true;
        pin.shutdown = shutdown;
        change(pin, () -> {
            pin.output = true;
            pin.driven = initial;
        });
        return new VirtualLine(this, pin, ++pin.generation);
    }

    @Override
    public synchronized DimmerLine openDimmer(int number, int hertz, Level shutdown) {
        if (!SysfsPwm.supports(number)) {
            throw SysfsPwm.noPwm(number);
        }
        return new VirtualDimmer(openOutput(number, shutdown, shutdown), shutdown, this::isSafe);
    }

    private synchronized boolean isSafe() {
        return safe;
    }

    private VirtualPin free(int number) {
        if (closed) {
            throw new BoardException("gpio:" + LineNumbers.name(number) + ": the board is closed");
        }
        VirtualPin pin = pin(number);
        if (pin.open()) {
            throw BoardException.open(number, pin.output);
        }
        return pin;
    }

    private VirtualPin pin(int number) {
        if (number < 0 || number >= PINS && !LineNumbers.isOther(number)) {
            throw new BoardException("gpio:" + LineNumbers.name(number)
                    + ": no such pin on the virtual board; it has 0 to " + (PINS - 1));
        }
        return pins.computeIfAbsent(number, VirtualPin::new);
    }

    @Override
    public synchronized void drive(int number, Level level) {
        VirtualPin pin = pin(number);
        change(pin, () -> pin.outside = level);
    }

    @Override
    public synchronized void release(int number) {
        VirtualPin pin = pin(number);
        change(pin, () -> pin.outside = null);
    }

    @Override
    public synchronized Level rest(int number) {
        return pin(number).rest();
    }

    @Override
    public synchronized void rest(int number, Level level) {
        VirtualPin pin = pin(number);
        change(pin, () -> pin.circuit = level);
    }

    /** The level of any pin, open or not. */
    public synchronized Level level(int number) {
        return pin(number).level();
    }

    /** The latest changes of a pin, oldest first; the board keeps 1,000 over all pins. */
    public synchronized List<LevelChange> history(int number) {
        return history.stream().filter(change -> change.pin() == number).toList();
    }

    @Override
    public synchronized List<LineState> lines() {
        return pins.values().stream()
                .filter(pin -> pin.open() || pin.output)
                .map(pin -> new LineState(pin.number, pin.output, pin.level()))
                .toList();
    }

    @Override
    public void addListener(LevelListener listener) {
        listeners.add(listener);
    }

    @Override
    public void removeListener(LevelListener listener) {
        listeners.remove(listener);
    }

    @Override
    public synchronized void makeSafe() {
        safe = true;
        pins.values().stream().filter(pin -> pin.output).forEach(pin -> change(pin, () -> pin.driven = pin.shutdown));
    }

    @Override
    public synchronized void close() {
        makeSafe();
        closed = true;
        pins.values().forEach(pin -> {
            pin.input = null;
            pin.outputOpen = false;
            pin.generation++;
        });
        if (events instanceof ExecutorService service) {
            service.shutdown();
        }
    }

    synchronized void write(VirtualPin pin, int generation, Level level) {
        if (safe) {
            return;
        }
        if (pin.generation != generation || !pin.outputOpen) {
            throw new BoardException("gpio:" + LineNumbers.name(pin.number) + ": the line is closed");
        }
        change(pin, () -> pin.driven = level);
    }

    synchronized void close(VirtualPin pin, int generation) {
        if (pin.generation == generation) {
            pin.input = null;
            pin.outputOpen = false;
        }
    }

    synchronized void whenReported(VirtualPin pin, int generation, LongConsumer until) {
        long now = nanoTime();
        if (pin.generation == generation && pin.input != null) {
            events.execute(() -> until.accept(now));
        }
    }

    /** Makes a change, and reports the level if it is another one after it. */
    private void change(VirtualPin pin, Runnable work) {
        Level before = pin.level();
        work.run();
        if (pin.level() != before) {
            report(new LevelChange(pin.number, pin.level(), nanoTime()), pin.input);
        }
    }

    private void report(LevelChange change, @Nullable LevelListener input) {
        if (history.size() == HISTORY) {
            history.removeFirst();
        }
        history.addLast(change);
        if (!closed) {
            events.execute(() -> {
                if (input != null) {
                    Listeners.report(input, change.pin(), change.level(), change.nanoTime());
                }
                listeners.report(change.pin(), change.level(), change.nanoTime());
            });
        }
    }
}
