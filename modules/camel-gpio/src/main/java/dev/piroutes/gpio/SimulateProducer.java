package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.OutsideWorld;
import org.apache.camel.Exchange;

/** Simulates presses of an input of a virtual board. Owns no line. */
class SimulateProducer extends PinProducer<OutsideWorld> {
    SimulateProducer(GpioEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    OutsideWorld open() {
        Board board = component.findBoard();
        if (!(board instanceof OutsideWorld outside)) {
            throw new IllegalStateException(endpoint.gpio()
                    + ": simulate=true needs a virtual board, but this is '" + board.describe()
                    + "'; leave the route out, or set its autoStartup to false");
        }
        return outside;
    }

    @Override
    void apply(OutsideWorld outside, Exchange exchange) {
        if (action(exchange, GpioAction.SIMULATED) == GpioAction.PRESS) {
            outside.drive(endpoint.getPinNumber(), GpioState.ON.level(activeLow()));
            answer(exchange, GpioState.ON);
        } else {
            outside.release(endpoint.getPinNumber());
            answer(exchange, GpioState.OFF);
        }
    }

    /** As the route that has the pin has it; as this endpoint has it while there is none. */
    private boolean activeLow() {
        return component
                .status()
                .pin(endpoint.getPinNumber())
                .map(PinStatus::activeLow)
                .orElse(options.isActiveLow());
    }
}
