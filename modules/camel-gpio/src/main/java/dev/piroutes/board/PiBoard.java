package dev.piroutes.board;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.library.gpiod.internal.AnyChip;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalOutputProvider;
import dev.piroutes.files.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * The pins of this Raspberry Pi, through Pi4J's gpiod provider and the kernel's character device.
 *
 * <p>One at a time in a JVM, because Pi4J's contexts share one native chip. All listeners are called on one thread, so
 * that none can hold up the reading of a line or a shutdown.
 */
final class PiBoard implements Board {
    private static final AtomicBoolean OPEN = new AtomicBoolean();
    private static final Path CHIPS = Path.of("/sys/bus/gpio/devices");
    private static final Path PWM = Path.of("/sys/class/pwm");
    private static final Duration RECONCILE = Duration.ofMillis(200);

    private final String description;
    private final Context context;
    private final Listeners listeners = new Listeners();
    private final ScheduledExecutorService events = Executors.newSingleThreadScheduledExecutor(daemon("pi-board"));
    private final ScheduledExecutorService reconciler =
            Executors.newSingleThreadScheduledExecutor(daemon("pi-board-reconcile"));
    private final Map<Integer, LineWatcher> inputs = new ConcurrentHashMap<>();
    private final SortedMap<Integer, PiOutput> outputs = new ConcurrentSkipListMap<>();
    private final KernelChips chips = new KernelChips(CHIPS);
    private final Map<Integer, SysfsPwm> dimmers = new ConcurrentHashMap<>();
    private volatile boolean safe;

    private PiBoard(String description, Context context) {
        this.description = description;
        this.context = context;
        reconciler.scheduleWithFixedDelay(
                () -> inputs.values().forEach(LineWatcher::reconcile),
                RECONCILE.toMillis(),
                RECONCILE.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    static PiBoard open(Hardware hardware) {
        hardware.checkAccess();
        if (!OPEN.compareAndSet(false, true)) {
            throw new BoardException("the pins are already in use by this program: close the other board first");
        }
        Context context = null;
        try {
            context = Pi4J.newContextBuilder()
                    .noAutoDetect()
                    .disableShutdownHook()
                    .add(new PiInput.Provider(), GpioDDigitalOutputProvider.newInstance())
                    .build();
            PiErrors.checkUsable(context, hardware.modelName());
            return new PiBoard(hardware.modelName() + " (Pi4J gpiod)", context);
        } catch (RuntimeException | LinkageError e) {
            if (context != null) {
                context.shutdown();
            }
            OPEN.set(false);
            throw PiErrors.opening(hardware.modelName(), e);
        }
    }

    static List<String> taken(Hardware hardware, Collection<Integer> pins) {
        hardware.checkAccess();
        try (GpioDContext header = new GpioDContext();
                KernelChips chips = new KernelChips(CHIPS)) {
            header.initialize();
            return pins.stream()
                    .flatMap(pin -> taken(pin, header, chips).stream())
                    .toList();
        } catch (RuntimeException | LinkageError e) {
            throw PiErrors.opening(hardware.modelName(), e);
        }
    }

    private static Optional<String> taken(int pin, GpioDContext header, KernelChips chips) {
        try {
            GpioLine line = LineNumbers.isOther(pin) ? chips.line(pin) : header.getOrOpenLine(pin);
            return line.isUsed() ? Optional.of(PiErrors.busy(pin, line.getConsumer())) : Optional.empty();
        } catch (BoardException e) {
            return Optional.of(Reason.of(e));
        }
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public boolean isVirtual() {
        return false;
    }

    @Override
    public synchronized InputLine openInput(int pin, Pull pull, LevelListener listener) {
        free(pin);
        try {
            notDimmed(pin);
            closeOutput(pin);
            EdgeSource edges;
            Runnable release;
            if (LineNumbers.isOther(pin)) {
                GpioLine line = chips.line(pin);
                edges = KernelChips.input(line, pin, pull);
                release = () -> AnyChip.release(line);
            } else {
                DigitalInput input = context.create(DigitalInput.newConfigBuilder(context)
                        .id("pi-routes-in-" + pin)
                        .address(pin)
                        .pull(resistance(pull))
                        .debounce(0L)
                        .build());
                edges = new KernelLine(((PiInput) input).line());
                release = () -> context.shutdown(input.id());
            }
            LineWatcher watcher = new LineWatcher(pin, edges, handOver(listener));
            inputs.put(pin, watcher);
            watcher.start();
            return new PiInputLine(this, pin, release, watcher);
        } catch (RuntimeException e) {
            throw PiErrors.line(pin, e);
        }
    }

    private record PiInputLine(PiBoard board, int pin, Runnable release, LineWatcher watcher) implements InputLine {
        @Override
        public Level level() {
            return watcher.read();
        }

        @Override
        public void whenReported(LongConsumer until) {
            if (board.inputs.get(pin) == watcher) {
                long now = watcher.catchUp();
                board.events.execute(() -> until.accept(now));
            }
        }

        @Override
        public void close() {
            board.closeInput(this);
        }
    }

    private LevelListener handOver(LevelListener listener) {
        return (pin, level, nanoTime) -> events.execute(() -> {
            Listeners.report(listener, pin, level, nanoTime);
            listeners.report(pin, level, nanoTime);
        });
    }

    private synchronized void closeInput(PiInputLine line) {
        if (inputs.remove(line.pin(), line.watcher()) && line.watcher().stop()) {
            line.release().run();
        }
    }

    @Override
    public synchronized OutputLine openOutput(int pin, Level initial, Level shutdown) {
        free(pin);
        if (safe) {
            throw BoardException.shutDown(pin);
        }
        try {
            notDimmed(pin);
            PiOutput output = outputs.get(pin);
            if (output == null) {
                output = create(pin, initial, shutdown);
                outputs.put(pin, output);
                if (safe) {
                    output.makeSafe();
                }
            }
            return output.open(initial, shutdown);
        } catch (RuntimeException e) {
            throw PiErrors.line(pin, e);
        }
    }

    private PiOutput create(int pin, Level initial, Level shutdown) {
        if (LineNumbers.isOther(pin)) {
            GpioLine line = chips.line(pin);
            line.requestOutput("pi-routes-out-" + LineNumbers.offset(pin), initial == Level.HIGH ? 1 : 0);
            return new PiOutput(pin, line, () -> AnyChip.release(line), shutdown, this::outputChanged);
        }
        DigitalOutput output = context.create(DigitalOutput.newConfigBuilder(context)
                .id("pi-routes-out-" + pin)
                .address(pin)
                .initial(initial == Level.HIGH ? DigitalState.HIGH : DigitalState.LOW)
                .build());
        GpioLine line = GpioDContext.getInstance().getOrOpenLine(pin);
        Runnable release = () -> {
            context.shutdown(output.id());
            GpioDContext.getInstance().closeLine(line);
        };
        return new PiOutput(pin, line, release, shutdown, this::outputChanged);
    }

    @Override
    public synchronized DimmerLine openDimmer(int pin, int hertz, Level shutdown) {
        free(pin);
        if (safe) {
            throw BoardException.shutDown(pin);
        }
        closeOutput(pin);
        SysfsPwm dimmer = SysfsPwm.open(PWM, Hardware.here().modelName(), pin, hertz, shutdown);
        dimmers.put(pin, dimmer);
        if (safe) {
            dimmer.makeSafe();
        }
        return dimmer;
    }

    private void outputChanged(int pin, Level level) {
        long now = nanoTime();
        events.execute(() -> listeners.report(pin, level, now));
    }

    private void notDimmed(int pin) {
        if (dimmers.containsKey(pin)) {
            throw new BoardException(
                    "gpio:" + LineNumbers.name(pin) + ": dimmed by this program until it ends; use another pin");
        }
    }

    /** Closes an output that the board goes on holding although its handle is closed. */
    private void closeOutput(int pin) {
        PiOutput held = outputs.remove(pin);
        if (held != null) {
            held.release();
        }
    }

    private void free(int pin) {
        PiOutput output = outputs.get(pin);
        boolean asOutput = output != null && output.isOpen();
        if (asOutput || inputs.containsKey(pin)) {
            throw BoardException.open(pin, asOutput);
        }
    }

    @Override
    public List<LineState> lines() {
        List<LineState> lines = new ArrayList<>();
        inputs.forEach((pin, watcher) -> lines.add(new LineState(pin, false, watcher.read())));
        outputs.values().forEach(output -> lines.add(new LineState(output.pin, true, output.level())));
        lines.sort((a, b) -> Integer.compare(a.pin(), b.pin()));
        return lines;
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
    public void makeSafe() {
        safe = true;
        outputs.values().forEach(PiOutput::makeSafe);
        dimmers.values().forEach(SysfsPwm::makeSafe);
    }

    @Override
    public void close() {
        makeSafe();
        Thread closing = daemon("pi-board-close").newThread(this::release);
        closing.start();
        try {
            closing.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void release() {
        if (context.isShutdown()) {
            return;
        }
        reconciler.shutdownNow();
        boolean stopped = inputs.values().stream().map(LineWatcher::stop).reduce(true, Boolean::logicalAnd);
        events.shutdown();
        if (stopped) {
            context.shutdown();
            chips.close();
            OPEN.set(false);
        }
        inputs.clear();
        outputs.clear();
    }

    private static PullResistance resistance(Pull pull) {
        return switch (pull) {
            case NONE -> PullResistance.OFF;
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
        };
    }

    private static ThreadFactory daemon(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
