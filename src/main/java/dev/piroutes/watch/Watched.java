package dev.piroutes.watch;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.json.JsonObject;

/** What can be watched of one running program. Everything is asked when somebody looks, never before. */
public interface Watched {

    /**
     * What a part of the program says of itself, with its counters: {@code gpio}, {@code mqtt-device}, {@code broker}, {@code
     * route} or {@code certificate}; empty if this program has no such part.
     */
    Optional<JsonObject> ask(String part);

    /** Whether the process works; if not, only a restart helps. A broker that is away is no reason. */
    List<Check> live();

    /** Whether it does what it is for: devices are connected, routes run, the broker takes connections. */
    List<Check> ready();

    /**
     * What a person has to look at although everything runs, such as a damaged file: a line each. It makes nothing {@code
     * DOWN}; it is shown until it is no longer so.
     */
    default List<String> degraded() {
        return List.of();
    }

    /** Where to measure: with what routes count by {@code micrometer:}, or for this alone. Asked once. */
    default PrometheusRegistry figures() {
        return new PrometheusRegistry();
    }
}
