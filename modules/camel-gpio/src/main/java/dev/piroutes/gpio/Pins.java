package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.DimmerLine;
import dev.piroutes.board.Level;
import dev.piroutes.board.LineState;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Who uses which pin. Routes whose options for a line are equal share it; for others the second
 * fails at its start, with an error that names both routes.
 */
final class Pins {
    private final Map<Pin, SharedPin<?>> used = new HashMap<>();
    private final Outputs outputs;
    private boolean held;

    Pins(StateMemory memory) {
        this.outputs = new Outputs(memory);
    }

    /** Gives the user the pin's input, opened if it is the first. */
    synchronized Input input(Board board, Pin pin, GpioConfiguration options, Object user, String route) {
        return share(pin, options.inputLine(), user, route, () -> new Input(board, pin, options), Input::close);
    }

    /** Gives the user the pin's output, opened and driven to its initial state if it is the first. */
    synchronized Output output(
            Board board,
            ScheduledExecutorService timer,
            Pin pin,
            GpioConfiguration options,
            Object user,
            String route) {
        Supplier<Output> opening = () -> new Output(board, pin, options, outputs, timer);
        return share(pin, options.outputLine(), user, route, opening, Output::close);
    }

    /** Gives the user the pin's dimmer, opened in its shutdown state if it is the first. */
    synchronized DimmerLine dimmer(Board board, Pin pin, GpioConfiguration options, Object user, String route) {
        Supplier<DimmerLine> opening =
                () -> board.openDimmer(pin.number(), options.getFrequency(), options.shutdownLevel());
        return share(pin, options.outputLine(), user, route, opening, DimmerLine::close);
    }

    /**
     * The state of a pin, as whoever has it understands its level. A pin that nobody has is an input with these options
     * from now on, without a user: any route may take it over.
     */
    synchronized GpioState read(Board board, Pin pin, GpioConfiguration options) {
        SharedPin<?> shared = used.get(pin);
        if (shared == null && levelOf(board, pin).isEmpty()) {
            shared = new SharedPin<>(
                    options.inputLine(), new Input(board, pin, options), Input::close, new LinkedHashMap<>());
            used.put(pin, shared);
        }
        boolean activeLow = shared == null ? options.isActiveLow() : shared.options.activeLow();
        return shared != null && shared.line instanceof DimmerLine dimmer
                ? DimmerProducer.state(dimmer, activeLow)
                : GpioState.of(levelOf(board, pin).orElseThrow(), activeLow);
    }

    /** Of a line that is open, or of an output that has been closed: opening it would change it. */
    private static Optional<Level> levelOf(Board board, Pin pin) {
        return board.lines().stream()
                .filter(line -> line.pin() == pin.number())
                .map(LineState::level)
                .findFirst();
    }

    /** How a line is, if a route has it. */
    synchronized Optional<PinStatus> status(LineState line, long edges, long events) {
        Pin pin = new Pin(line.pin());
        return Optional.ofNullable(used.get(pin)).map(shared -> shared.status(pin, line.level(), edges, events));
    }

    /** Removes a user. The last one closes the line, unless lines are held. */
    synchronized void release(Pin pin, Object user) {
        SharedPin<?> shared = used.get(pin);
        if (shared == null) {
            return;
        }
        shared.users.remove(user);
        if (shared.users.isEmpty() && !held) {
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
    synchronized void releaseHeld() {
        held = false;
        used.values().removeIf(shared -> {
            if (shared.line instanceof Input input) {
                input.forget();
            }
            if (shared.users.isEmpty()) {
                shared.close();
            }
            return shared.users.isEmpty();
        });
    }

    // The options of a line are of the type that belongs to the line.
    @SuppressWarnings("unchecked")
    private <L> L share(
            Pin pin, LineOptions options, Object user, String route, Supplier<L> opening, Consumer<L> closing) {
        SharedPin<L> shared = (SharedPin<L>) used.get(pin);
        if (shared != null && shared.users.isEmpty() && !shared.options.equals(options)) {
            used.remove(pin);
            shared.close();
            shared = null;
        }
        if (shared == null) {
            shared = new SharedPin<>(options, opening.get(), closing, new LinkedHashMap<>());
            used.put(pin, shared);
        } else if (!shared.options.equals(options)) {
            String first = shared.users.values().iterator().next();
            throw new IllegalStateException(pin + ": route '" + route + "' wants it as " + options + ", but route '"
                    + first + "' has it as " + shared.options + "; use another pin, or the same options");
        }
        shared.users.put(user, route);
        return shared.line;
    }

    /**
     * A line that routes with the same options share.
     *
     * @param users who uses it, and the route of each
     */
    private record SharedPin<L>(LineOptions options, L line, Consumer<L> closing, Map<Object, String> users) {
        void close() {
            closing.accept(line);
        }

        /** As the first of its routes has it that says so. */
        private GpioPart part() {
            return users.keySet().stream()
                    .map(user -> user instanceof GpioConsumer consumer
                            ? consumer.options.getAs()
                            : ((PinProducer<?>) user).options.getAs())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(GpioPart.usual(line instanceof Input));
        }

        PinStatus status(Pin pin, Level level, long edges, long events) {
            GpioState state = GpioState.of(level, options.activeLow());
            String endpoint = users.keySet().stream()
                    .filter(PinProducer.class::isInstance)
                    .map(user -> ((PinProducer<?>) user).endpoint.getEndpointUri())
                    .findFirst()
                    .orElse(null);
            long debounce = users.keySet().stream()
                    .filter(GpioConsumer.class::isInstance)
                    .mapToLong(user -> ((GpioConsumer) user).options.getDebounce())
                    .max()
                    .orElse(0);
            List<String> routes = users.values().stream().distinct().toList();
            return new PinStatus(
                    pin.number(),
                    pin.name(),
                    pin.header(),
                    options.kind(),
                    part(),
                    level,
                    state,
                    options.activeLow(),
                    routes,
                    endpoint,
                    debounce,
                    new PinStatus.Figures(state == GpioState.ON ? 1 : 0, edges, events));
        }
    }
}
