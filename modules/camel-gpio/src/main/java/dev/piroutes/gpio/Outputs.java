package dev.piroutes.gpio;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The open outputs of a component: their lock, their interlock groups and the memory of their states. */
final class Outputs {
    private final List<Output> open = new ArrayList<>();
    private final StateMemory memory;

    Outputs(StateMemory memory) {
        this.memory = memory;
    }

    synchronized void add(Output output) {
        open.add(output);
    }

    synchronized void remove(Output output) {
        open.remove(output);
    }

    private Stream<Output> group(@Nullable String group) {
        return open.stream()
                .filter(output -> group != null && group.equals(output.options().getGroup()));
    }

    /** Switches off whatever must not be on together with this output. */
    synchronized void interlock(Output on) {
        group(on.options().getGroup()).filter(other -> other != on).forEach(Output::yieldToGroup);
    }

    void remember(Pin pin, GpioConfiguration options, GpioState state) {
        if (options.isRestore()) {
            memory.put(pin, state);
        }
    }

    /** The state in which an output starts. One of a group in which another is on starts off. */
    synchronized GpioState initial(Pin pin, GpioConfiguration options) {
        if (group(options.getGroup()).anyMatch(other -> other.state() == GpioState.ON)) {
            return GpioState.OFF;
        }
        return options.isRestore() ? memory.get(pin).orElse(options.getInitialState()) : options.getInitialState();
    }
}
