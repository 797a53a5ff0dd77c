package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Digital inputs and outputs of a board. The board belongs to whoever opened it: the component never closes it. */
@Component(GpioConstants.SCHEME)
public class GpioComponent extends DefaultComponent {
    @Metadata(label = "advanced")
    private @Nullable Board board;

    @Metadata(label = "advanced")
    private @Nullable ScheduledExecutorService timer;

    @Metadata(defaultValue = "data/gpio")
    private String stateDir = "data/gpio";

    private final Pins pins = new Pins(new StateMemory(() -> Path.of(stateDir)));
    private @Nullable ScheduledExecutorService ownTimer;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Pin pin = Pin.parse(remaining.strip());
        GpioOptions.check(pin, parameters);
        GpioEndpoint endpoint = new GpioEndpoint(uri, this, remaining, pin);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doShutdown() throws Exception {
        if (ownTimer != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(ownTimer);
            ownTimer = null;
        }
        super.doShutdown();
    }

    Pins pins() {
        return pins;
    }

    synchronized Board findBoard() {
        if (board == null) {
            Set<Board> found = getCamelContext().getRegistry().findByType(Board.class);
            if (found.size() != 1) {
                throw new IllegalStateException("gpio: " + (found.isEmpty() ? "no board" : found.size() + " boards")
                        + " in the registry; bind one (Boards.open(\"auto\")),"
                        + " or name it with camel.component.gpio.board=#name");
            }
            board = found.iterator().next();
        }
        return board;
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

    /** The board whose pins are used. The default is the only one in the registry; none or several is an error. */
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
