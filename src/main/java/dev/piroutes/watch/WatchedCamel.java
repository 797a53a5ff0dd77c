package dev.piroutes.watch;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.util.json.JsonObject;

/** A program with devices: what Camel's health checks and developer consoles say. */
public final class WatchedCamel implements Watched {

    /** The name under which Camel's component {@code micrometer} looks for its registry. */
    private static final String METERS = "metricsRegistry";

    private static final String ROUTES = "route-counts";

    private final CamelContext context;

    private final Supplier<List<String>> degraded;

    /** @param degraded see {@link #degraded} */
    public WatchedCamel(CamelContext context, Supplier<List<String>> degraded) {
        this.context = context;
        this.degraded = degraded;
    }

    @Override
    public List<String> degraded() {
        return degraded.get();
    }

    /**
     * To be called before the context starts: what has to count from the beginning.
     *
     * @param registry binds a bean
     */
    public static void prepare(BiConsumer<String, Object> registry) {
        registry.accept(ROUTES, new RouteCounts());
        registry.accept(METERS, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    @Override
    public Optional<JsonObject> ask(String part) {
        if (part.equals("route")) {
            return Optional.of(context.getRegistry()
                    .lookupByNameAndType(ROUTES, RouteCounts.class)
                    .toJson());
        }
        return context.getRegistry().findByType(DevConsole.class).stream()
                .filter(console -> console.getId().equals(part))
                .findFirst()
                .map(console -> (JsonObject) console.call(DevConsole.MediaType.JSON, Map.of("figures", true)));
    }

    @Override
    public List<Check> live() {
        return checks(HealthCheckHelper.invokeLiveness(context));
    }

    @Override
    public List<Check> ready() {
        List<Check> checks = new ArrayList<>(checks(HealthCheckHelper.invokeReadiness(context)));
        ask("broker").ifPresent(broker -> {
            boolean running = Boolean.TRUE.equals(broker.get("running"));
            checks.add(new Check("broker", running, running ? null : "the embedded broker does not run"));
            if (broker.get("figures") instanceof JsonObject figures
                    && figures.get("stalled") instanceof Number stalled) {
                checks.add(Check.deliveries(stalled.longValue()));
            }
        });
        return checks;
    }

    private static List<Check> checks(Collection<HealthCheck.Result> results) {
        return results.stream()
                .map(result -> new Check(
                        result.getCheck().getId(),
                        result.getState() == HealthCheck.State.UP,
                        result.getMessage().orElse(null)))
                .toList();
    }

    @Override
    public PrometheusRegistry figures() {
        return context.getRegistry()
                .lookupByNameAndType(METERS, PrometheusMeterRegistry.class)
                .getPrometheusRegistry();
    }
}
