package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.OutsideWorld;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Simulates a finger at an input of a virtual board: it moves a contact from where it rests. Owns no line. */
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
        int pin = endpoint.getPinNumber();
        // As the route that has the pin has it; as this endpoint has it while there is none.
        Optional<PinStatus> used = component.status().pin(pin);
        boolean activeLow = used.map(PinStatus::activeLow).orElse(options.isActiveLow());
        Level rest = used.isPresent() ? outside.rest(pin) : GpioState.OFF.level(activeLow);
        if (action(exchange, GpioAction.SIMULATED) == GpioAction.PRESS) {
            outside.drive(pin, rest.inverted());
            answer(exchange, GpioState.of(rest.inverted(), activeLow));
        } else {
            outside.release(pin);
            answer(exchange, GpioState.of(rest, activeLow));
        }
    }
}
