package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.DimmerLine;
import dev.piroutes.board.OutputLine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * Who uses which pin. Routes whose options for a line are equal share it; for others the second is told, at its start,
 * which route was first.
 */
final class Pins {
    private final Map<Pin, SharedPin<?>> used = new HashMap<>();
    private final Outputs outputs;
    private boolean held;

    Pins(StateMemory memory) {
        this.outputs = new Outputs(memory);
    }

    /** Gives the user the pin's input, opened if it is the first. */
    synchronized Input input(Board board, Pin pin, InputOptions options, Object user, String route) {
        return share(pin, options, user, route, () -> {
                    Input input = new Input(board, pin, options);
                    return new SharedPin<>(options, input, input::close);
                })
                .line;
    }

    /** Gives the user the pin's output, opened and driven to its initial state if it is the first. */
    synchronized Output output(
            Board board, ScheduledExecutorService timer, Pin pin, OutputOptions options, Object user, String route) {
        return share(pin, options, user, route, () -> {
                    OutputLine line = board.openOutput(
                            pin.bcm(),
                            outputs.initial(pin, options).level(options.activeLow()),
                            options.shutdownState().level(options.activeLow()));
                    Output output = new Output(pin, line, options, outputs, timer);
                    outputs.add(output);
                    return new SharedPin<>(options, output, () -> {
                        outputs.remove(output);
                        output.close();
                    });
                })
                .line;
    }

    /** Gives the user the pin's dimmer, opened in its shutdown state if it is the first. */
    synchronized DimmerLine dimmer(Board board, Pin pin, DimmerOptions options, Object user, String route) {
        return share(pin, options, user, route, () -> {
                    DimmerLine line = board.openDimmer(
                            pin.bcm(),
                            options.frequency(),
                            options.shutdownState().level(options.activeLow()));
                    return new SharedPin<>(options, line, line::close);
                })
                .line;
    }

    /** The pin's input, if a route has one. */
    synchronized Optional<Input> input(Pin pin) {
        SharedPin<?> shared = used.get(pin);
        return shared != null && shared.line instanceof Input input ? Optional.of(input) : Optional.empty();
    }

    /** What a pin is, if a route has it. */
    synchronized Optional<PinUse> use(int bcm) {
        return Optional.ofNullable(used.get(new Pin(bcm))).map(SharedPin::use);
    }

    /** Lets a user go. The last one closes the line, unless lines are held. */
    synchronized void release(Pin pin, Object user) {
        SharedPin<?> shared = used.get(pin);
        if (shared != null && shared.remove(user) && !held) {
            used.remove(pin);
            shared.close();
        }
    }

    /**
     * Keeps the lines that their last user gives back: the next one with the same options finds an output in its state,
     * and an input with what it has seen meanwhile.
     */
    synchronized void hold() {
        held = true;
    }

    synchronized boolean held() {
        return held;
    }

    /** Ends {@link #hold}: closes the lines that nobody has taken again. */
    synchronized void letGo() {
        held = false;
        used.values().removeIf(shared -> {
            if (shared.line instanceof Input input) {
                input.forget();
            }
            if (shared.unused()) {
                shared.close();
            }
            return shared.unused();
        });
    }

    // The options of a line are of the type that belongs to the line.
    @SuppressWarnings("unchecked")
    private <L> SharedPin<L> share(Pin pin, Object options, Object user, String route, Supplier<SharedPin<L>> opening) {
        SharedPin<L> shared = (SharedPin<L>) used.get(pin);
        if (shared != null && shared.unused() && !shared.options.equals(options)) {
            used.remove(pin);
            shared.close();
            shared = null;
        }
        if (shared == null) {
            shared = opening.get();
            used.put(pin, shared);
        } else if (!shared.options.equals(options)) {
            throw new IllegalStateException(pin + ": route '" + route + "' wants it as " + options + ", but route '"
                    + shared.route() + "' has it as " + shared.options + "; use another pin, or the same options");
        }
        shared.add(user, route);
        return shared;
    }
}
