package dev.piroutes.watch;

import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.mqtt.DeviceStatus;
import dev.piroutes.plots.Plots;
import dev.piroutes.plots.SeriesName;
import dev.piroutes.sensor.SensorStatus;
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
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/** A program with devices: what Camel's health checks and its own parts say. */
public final class WatchedCamel implements Watched {

    /** The name under which Camel's component {@code micrometer} looks for its registry. */
    private static final String METERS = "metricsRegistry";

    private static final String ROUTES = "route-counts";

    private final CamelContext context;

    private final Supplier<Optional<BrokerStatus>> broker;

    private final Supplier<List<CertificateStatus>> certificates;

    private final Supplier<List<String>> degraded;

    /** What Camel does not know: see {@link #broker}, {@link #certificates}, {@link #degraded}. */
    public WatchedCamel(
            CamelContext context,
            Supplier<Optional<BrokerStatus>> broker,
            Supplier<List<CertificateStatus>> certificates,
            Supplier<List<String>> degraded) {
        this.context = context;
        this.broker = broker;
        this.certificates = certificates;
        this.degraded = degraded;
    }

    @Override
    public Optional<BoardStatus> board() {
        return BoardStatus.of(context);
    }

    @Override
    public List<SensorStatus> sensors() {
        return SensorStatus.of(context);
    }

    @Override
    public Map<SeriesName, Double> plots() {
        Plots plots = context.getRegistry().findSingleByType(Plots.class);
        return plots == null ? Map.of() : plots.latest();
    }

    @Override
    public List<DeviceStatus> devices() {
        return DeviceStatus.of(context, true);
    }

    @Override
    public List<RouteStatus> routes() {
        return context.getRegistry()
                .lookupByNameAndType(ROUTES, RouteCounts.class)
                .now();
    }

    @Override
    public Optional<BrokerStatus> broker() {
        return broker.get();
    }

    @Override
    public List<CertificateStatus> certificates() {
        return certificates.get();
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
    public List<Check> live() {
        return live(context);
    }

    /** See {@link Watched#live}. */
    public static List<Check> live(CamelContext context) {
        return checks(HealthCheckHelper.invokeLiveness(context));
    }

    @Override
    public List<Check> ready() {
        List<Check> checks = new ArrayList<>(checks(HealthCheckHelper.invokeReadiness(context)));
        broker().ifPresent(now -> {
            checks.add(new Check("broker", now.running(), now.running() ? null : "the embedded broker does not run"));
            if (now.figures() != null) {
                checks.add(Check.deliveries(now.figures().stalled()));
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
