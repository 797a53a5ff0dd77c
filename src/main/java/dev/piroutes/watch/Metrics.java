package dev.piroutes.watch;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Prometheus scrapes: our own metrics, those that routes count, the JVM's and the process's. All of it is put
 * together at the first scrape: a program that nobody scrapes pays nothing.
 */
final class Metrics implements MultiCollector {

    /** A scrape. */
    record Page(String contentType, byte[] body) {}

    private final Watched watched;
    private @Nullable PrometheusRegistry registry;
    private @Nullable ExpositionFormats formats;

    Metrics(Watched watched) {
        this.watched = watched;
    }

    /** @param accept what formats the client wants; null for the text format */
    synchronized Page scrape(@Nullable String accept) throws IOException {
        PrometheusRegistry complete = registry;
        ExpositionFormats known = formats;
        if (complete == null || known == null) {
            complete = watched.figures();
            ProcessMetrics.builder().register(complete);
            JvmRuntimeInfoMetric.builder().register(complete);
            JvmMemoryMetrics.builder().register(complete);
            JvmGarbageCollectorMetrics.builder().register(complete);
            JvmThreadsMetrics.builder().register(complete);
            complete.register(this);
            registry = complete;
            known = ExpositionFormats.init();
            formats = known;
        }
        ExpositionFormatWriter writer = known.findWriter(accept);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writer.write(body, complete.scrape());
        return new Page(writer.getContentType(), body.toByteArray());
    }

    @Override
    public MetricSnapshots collect() {
        Map<Source, List<Source.Row>> rows = new EnumMap<>(Source.class);
        for (Source source : Source.values()) {
            rows.put(source, source.rows(watched));
        }
        MetricSnapshots.Builder snapshots =
                MetricSnapshots.builder().metricSnapshot(ready()).metricSnapshot(degraded());
        for (Metric metric : Metric.ALL) {
            List<Source.Row> present =
                    rows.get(metric.source()).stream().filter(metric::isIn).toList();
            if (!present.isEmpty()) {
                snapshots.metricSnapshot(metric.snapshot(present));
            }
        }
        return snapshots.build();
    }

    private GaugeSnapshot degraded() {
        return GaugeSnapshot.builder()
                .name("piroutes_degraded")
                .help("What a person has to look at, such as damaged files: pi-routes status shows it.")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(watched.degraded().size())
                        .build())
                .build();
    }

    private GaugeSnapshot ready() {
        return GaugeSnapshot.builder()
                .name("piroutes_ready")
                .help("1 while /observe/health/ready says UP, else 0.")
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .value(watched.ready().stream().allMatch(Check::up) ? 1 : 0)
                        .build())
                .build();
    }
}
