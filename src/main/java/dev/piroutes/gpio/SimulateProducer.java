package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.OutsideWorld;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The finger on an input of a virtual board. Owns no line. */
class SimulateProducer extends PinProducer {
    private volatile @Nullable OutsideWorld world;

    SimulateProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    void open() {
        Board board = endpoint.getComponent().findBoard();
        if (!(board instanceof OutsideWorld found)) {
            throw new IllegalStateException(endpoint.gpio()
                    + ": simulate=true needs a virtual board, but this is '" + board.describe()
                    + "'; leave the route out, or set its autoStartup to false");
        }
        world = found;
    }

    @Override
    void release() {
        world = null;
    }

    @Override
    GpioState apply(GpioAction action) {
        OutsideWorld finger = Objects.requireNonNull(world, "the producer has been stopped");
        if (action == GpioAction.PRESS) {
            finger.drive(endpoint.getPinNumber(), GpioState.ON.level(activeLow()));
            return GpioState.ON;
        }
        finger.release(endpoint.getPinNumber());
        return GpioState.OFF;
    }

    /** As the route that reads the input has it; as this endpoint has it while there is none. */
    private boolean activeLow() {
        return endpoint.getComponent()
                .pins()
                .input(endpoint.gpio())
                .map(Input::activeLow)
                .orElse(endpoint.isActiveLow());
    }
}
