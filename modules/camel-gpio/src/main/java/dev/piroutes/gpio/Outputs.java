package dev.piroutes.gpio;

import java.util.ArrayList;
import java.util.List;

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

    /** Switches off whatever must not be on together with this output. */
    synchronized void interlock(Output on) {
        String group = on.options().group();
        if (group != null) {
            for (Output other : open) {
                if (other != on && group.equals(other.options().group())) {
                    other.yieldToGroup();
                }
            }
        }
    }

    /** Whether an output of this group is on. */
    synchronized boolean isOn(String group) {
        return open.stream()
                .anyMatch(output -> group.equals(output.options().group())
                        && output.apply(GpioAction.READ, Rhythm.DEFAULT) == GpioState.ON);
    }

    void remember(Pin pin, OutputOptions options, GpioState state) {
        if (options.restore()) {
            memory.put(pin, state);
        }
    }

    /** The state in which an output starts. One of a group in which another is on starts off. */
    synchronized GpioState initial(Pin pin, OutputOptions options) {
        GpioState state = options.restore() ? memory.get(pin).orElse(options.initialState()) : options.initialState();
        String group = options.group();
        return group != null && isOn(group) ? GpioState.OFF : state;
    }
}
