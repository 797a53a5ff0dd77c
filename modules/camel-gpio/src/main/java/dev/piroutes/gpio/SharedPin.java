package dev.piroutes.gpio;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A line that routes with the same options share.
 *
 * @param <L> the line
 */
final class SharedPin<L> {
    final Object options;
    final L line;
    private final Runnable closing;
    /** Who uses it, and the route of each. */
    private final Map<Object, String> users = new LinkedHashMap<>();

    SharedPin(Object options, L line, Runnable closing) {
        this.options = options;
        this.line = line;
        this.closing = closing;
    }

    void add(Object user, String route) {
        users.put(user, route);
    }

    /** Lets a user go; true if that was the last. */
    boolean remove(Object user) {
        return users.remove(user) != null && users.isEmpty();
    }

    boolean unused() {
        return users.isEmpty();
    }

    void close() {
        closing.run();
    }

    PinUse use() {
        List<String> routes = users.values().stream().distinct().toList();
        if (options instanceof InputOptions input) {
            return new PinUse("input", input.activeLow(), routes, null);
        }
        String endpoint = users.keySet().stream()
                .filter(PinProducer.class::isInstance)
                .map(user -> ((PinProducer) user).endpoint.getEndpointUri())
                .findFirst()
                .orElse(null);
        return options instanceof OutputOptions output
                ? new PinUse("output", output.activeLow(), routes, endpoint)
                : new PinUse("dimmer", ((DimmerOptions) options).activeLow(), routes, endpoint);
    }

    String route() {
        return users.values().iterator().next();
    }
}
