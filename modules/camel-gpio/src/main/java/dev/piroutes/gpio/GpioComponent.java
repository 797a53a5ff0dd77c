package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Boards;
import dev.piroutes.board.Level;
import dev.piroutes.board.LevelListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.PropertyConfigurerGetter;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.LifecycleStrategySupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Digital inputs and outputs of a board. It belongs to whoever opened it: the component closes only one of its own. */
@Component(GpioConstants.SCHEME)
public class GpioComponent extends DefaultComponent {
    private static final Logger LOG = LoggerFactory.getLogger(GpioComponent.class);

    @Metadata(label = "advanced")
    private @Nullable Board board;

    @Metadata(label = "advanced")
    private @Nullable ScheduledExecutorService timer;

    @Metadata(defaultValue = "data/gpio")
    private String stateDir = "data/gpio";

    private final Pins pins = new Pins(new StateMemory(() -> Path.of(stateDir)));
    /** How often each pin changed. It counts on when routes are replaced. */
    private final Map<Integer, Long> edges = new ConcurrentHashMap<>();
    /** How often each pin started a route. */
    final Map<Integer, Long> events = new ConcurrentHashMap<>();

    private final LevelListener levels = this::report;
    private @Nullable ScheduledExecutorService ownTimer;
    private @Nullable Board watched;
    private @Nullable Board ownBoard;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Pin pin = Pin.parse(remaining.strip());
        OptionCheck.text(pin, parameters, (PropertyConfigurerGetter) getEndpointPropertyConfigurer());
        GpioEndpoint endpoint = new GpioEndpoint(uri, this, remaining, pin);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().getRegistry().bind("gpio-dev-console", new GpioDevConsole(this));
    }

    @Override
    protected void doShutdown() throws Exception {
        if (ownTimer != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(ownTimer);
            ownTimer = null;
        }
        if (watched != null) {
            watched.removeListener(levels);
            watched = null;
        }
        if (ownBoard != null) {
            ownBoard.close();
            ownBoard = null;
            board = null;
        }
        super.doShutdown();
    }

    Pins pins() {
        return pins;
    }

    /**
     * Keeps the pins that routes give back, for routes that come in their place: until {@link #releasePins}, an output that
     * is given back keeps its state, and an input notes what happens, if the route that takes it has equal options for
     * the line.
     */
    public void holdPins() {
        pins.hold();
    }

    /** Ends {@link #holdPins}: pins that no route has taken again are closed, as after a stop of their routes. */
    public void releasePins() {
        pins.releaseHeld();
    }

    /** The board, and every pin that a route has. */
    public BoardStatus status() {
        Board found = findBoard();
        return new BoardStatus(
                found.describe(),
                found.isVirtual(),
                found.lines().stream()
                        .flatMap(
                                line -> pins
                                        .status(
                                                line,
                                                edges.getOrDefault(line.pin(), 0L),
                                                events.getOrDefault(line.pin(), 0L))
                                        .stream())
                        .toList());
    }

    synchronized Board findBoard() {
        if (board == null) {
            Set<Board> found = getCamelContext().getRegistry().findByType(Board.class);
            if (found.size() > 1) {
                throw new IllegalStateException("gpio: " + found.size()
                        + " boards in the registry; name the right one with camel.component.gpio.board=#name");
            }
            board = found.isEmpty() ? openBoard() : found.iterator().next();
        }
        if (watched == null) {
            watched = board;
            board.addListener(levels);
        }
        return board;
    }

    private Board openBoard() {
        Board opened = Boards.open(getCamelContext().resolvePropertyPlaceholders("{{gpio.board:auto}}"));
        LOG.info("gpio: {}", opened.describe());
        // At once: a route that takes its time to stop must not keep a relay on.
        getCamelContext().addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                opened.makeSafe();
            }
        });
        ownBoard = opened;
        return opened;
    }

    /** Counts the change, and reports it to Camel's event notifiers if there are any. */
    private void report(int pin, Level level, long nanoTime) {
        edges.merge(pin, 1L, Long::sum);
        ManagementStrategy management = getCamelContext().getManagementStrategy();
        if (!management.getEventNotifiers().isEmpty()) {
            long age = findBoard().nanoTime() - nanoTime;
            try {
                management.notify(new GpioLevelEvent(pin, level, System.nanoTime() - age, System.currentTimeMillis()));
            } catch (Exception e) {
                LOG.debug("gpio:{}: an event notifier failed", pin, e);
            }
        }
    }

    synchronized ScheduledExecutorService findTimer() {
        if (timer != null) {
            return timer;
        }
        if (ownTimer == null) {
            ownTimer =
                    getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "gpio-timer");
        }
        return ownTimer;
    }

    public @Nullable Board getBoard() {
        return board;
    }

    /**
     * The board whose pins are used. The default is the only one in the registry. If there is none, the component opens
     * the one that the property gpio.board names, and closes it when Camel stops: auto (the pins of a Raspberry Pi, else
     * simulated ones; the default), pi or virtual. Several in the registry are an error.
     */
    public void setBoard(@Nullable Board board) {
        this.board = board;
    }

    public @Nullable ScheduledExecutorService getTimer() {
        return timer;
    }

    /**
     * The executor that measures debounce and the like. It must have a single thread. The default is one that the
     * component makes and ends; a test may give one that follows a manual clock.
     */
    public void setTimer(@Nullable ScheduledExecutorService timer) {
        this.timer = timer;
    }

    public String getStateDir() {
        return stateDir;
    }

    /** The folder in which outputs with `restore` keep their last state, one small file each. */
    public void setStateDir(String stateDir) {
        this.stateDir = stateDir;
    }
}
