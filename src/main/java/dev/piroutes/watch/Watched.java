package dev.piroutes.watch;

import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.mqtt.DeviceStatus;
import dev.piroutes.plots.SeriesName;
import dev.piroutes.sensor.SensorStatus;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be watched of one running program. Everything is asked when somebody looks, never before. */
public interface Watched {

    /** The board, if routes have pins. */
    default Optional<BoardStatus> board() {
        return Optional.empty();
    }

    /** The sensors that routes read. */
    default List<SensorStatus> sensors() {
        return List.of();
    }

    /** The numbers of topics that are plotted: what each was last. */
    default Map<SeriesName, Double> plots() {
        return Map.of();
    }

    default List<DeviceStatus> devices() {
        return List.of();
    }

    default List<RouteStatus> routes() {
        return List.of();
    }

    /** The broker, if it is in this process, with its figures while it runs. */
    Optional<BrokerStatus> broker();

    List<CertificateStatus> certificates();

    /** Whether the process works; if not, only a restart helps. A broker that is away is no reason. */
    List<Check> live();

    /** Whether it does what it is for: devices are connected, routes run, the broker takes connections. */
    List<Check> ready();

    /**
     * What a person has to look at although everything runs, such as a damaged file: a line each. It makes nothing {@code
     * DOWN}; it is shown until it is no longer so.
     */
    List<String> degraded();

    /** Where to measure: with what routes count by {@code micrometer:}, or for this alone. Asked once. */
    default PrometheusRegistry figures() {
        return new PrometheusRegistry();
    }
}
