package dev.piroutes.gpio;

import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * A board and the pins of it that routes have, as they are now.
 *
 * @param board which one, in words
 * @param virtual whether the pins are simulated
 */
public record BoardStatus(String board, boolean virtual, List<PinStatus> pins) {
    public BoardStatus {
        pins = List.copyOf(pins);
    }

    /** Of the component {@code gpio}; empty while no route has used it. */
    public static Optional<BoardStatus> of(CamelContext context) {
        return context.hasComponent(GpioConstants.SCHEME) instanceof GpioComponent gpio
                ? Optional.of(gpio.status())
                : Optional.empty();
    }

    /** The pin of this BCM number, if a route has it. */
    public Optional<PinStatus> pin(int number) {
        return pins.stream().filter(pin -> pin.pin() == number).findFirst();
    }
}
