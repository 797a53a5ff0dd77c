package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.OutsideWorld;
import java.util.Objects;
import org.apache.camel.Exchange;
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
    void apply(Exchange exchange) {
        OutsideWorld finger = Objects.requireNonNull(world, "the producer has been stopped");
        if (Actions.of(exchange, endpoint) == GpioAction.PRESS) {
            finger.drive(endpoint.getPinNumber(), GpioState.ON.level(activeLow()));
            answer(exchange, GpioState.ON);
        } else {
            finger.release(endpoint.getPinNumber());
            answer(exchange, GpioState.OFF);
        }
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
