package dev.piroutes.watch;

import static dev.piroutes.watch.Source.BROKER;
import static dev.piroutes.watch.Source.CERTIFICATE;
import static dev.piroutes.watch.Source.DEVICE;
import static dev.piroutes.watch.Source.OFFENCE;
import static dev.piroutes.watch.Source.PIN;
import static dev.piroutes.watch.Source.PLOT;
import static dev.piroutes.watch.Source.ROUTE;
import static dev.piroutes.watch.Source.SENSOR;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A metric of our own: what it is called, and which figure it is. Base units, as Prometheus wants it.
 *
 * @param name without {@code piroutes_}, and without the {@code _total} of a counter
 */
record Metric(Source source, String name, boolean counter, String field, String help) {

    private static final String PREFIX = "piroutes_";

    static final List<Metric> ALL = List.of(
            gauge(DEVICE, "device_connected", "connected", "1 while the device is connected, else 0."),
            counter(DEVICE, "device_connects", "connects", "Connections made."),
            counter(DEVICE, "device_published", "published", "Messages that routes published."),
            counter(DEVICE, "device_acknowledged", "acknowledged", "Messages that the broker acknowledged."),
            counter(DEVICE, "device_refused", "refused", "Messages not taken: outbox or disk full, or beyond a limit."),
            counter(DEVICE, "device_expired", "expired", "Messages dropped, because they were older than outboxAge."),
            counter(DEVICE, "device_received", "received", "Messages that the broker sent."),
            counter(DEVICE, "device_handled", "handled", "Messages that routes completed."),
            counter(
                    DEVICE,
                    "device_failed",
                    "failed",
                    "Messages that no route took, or whose route ended with an error that was not handled."),
            counter(DEVICE, "device_repeated", "repeated", "Messages that came again after they had been handled."),
            counter(DEVICE, "device_rejected", "rejected", "Messages given up by the error policy."),
            counter(
                    DEVICE,
                    "device_discarded",
                    "discarded",
                    "Messages discarded: malformed, too large for the heap, or of QoS 0 and too many."),
            counter(DEVICE, "device_retained_refused", "retainedRefused", "Retained messages refused as commands."),
            gauge(DEVICE, "device_outbox_messages", "outboxMessages", "Messages that wait for the broker."),
            gauge(DEVICE, "device_outbox_bytes", "outboxBytes", "Their topics and payloads."),
            gauge(
                    DEVICE,
                    "device_held_messages",
                    "heldMessages",
                    "Messages that wait, to topics that the broker does not take."),
            gauge(
                    DEVICE,
                    "device_set_aside_messages",
                    "setAside",
                    "Messages in files of their own, which the broker would not take."),
            gauge(
                    DEVICE,
                    "device_outbox_oldest_age_seconds",
                    "outboxOldestAge",
                    "How long the first of them has waited."),
            gauge(
                    DEVICE,
                    "device_last_message_timestamp_seconds",
                    "lastMessage",
                    "When a message was last received, or one acknowledged; 0: not yet."),
            gauge(PIN, "gpio_on", "on", "1 while the pin is on (pressed, lit), else 0."),
            counter(PIN, "gpio_edges", "edges", "Changes of the pin's level."),
            counter(PIN, "gpio_events", "events", "Presses and the like that started a route."),
            gauge(SENSOR, "sensor_value", "value", "What was read last, in the unit in which the routes get it."),
            counter(SENSOR, "sensor_readings", "good", "Readings that had a value."),
            counter(SENSOR, "sensor_failures", "bad", "Readings that had none: no chip, no answer, a wrong one."),
            gauge(PLOT, "plot_value", "value", "The number in a payload that the page plots: what it was last."),
            counter(ROUTE, "route_exchanges", "exchanges", "Messages and events that the route has done with."),
            counter(ROUTE, "route_failures", "failures", "Those of them that failed, even if that was handled."),
            gauge(BROKER, "broker_up", "up", "1 while the broker takes connections, else 0."),
            gauge(BROKER, "broker_connections", "connections", "Clients that are connected."),
            counter(BROKER, "broker_connects", "connects", "Connections accepted."),
            gauge(BROKER, "broker_sessions", "sessions", "Sessions, of clients that are away too."),
            gauge(BROKER, "broker_subscriptions", "subscriptions", "Subscriptions of all sessions."),
            gauge(BROKER, "broker_queued_messages", "queued", "Messages that wait for a client."),
            gauge(BROKER, "broker_memory_bytes", "memory", "Messages in memory."),
            counter(BROKER, "broker_received", "received", "Messages taken from clients."),
            counter(BROKER, "broker_sent", "sent", "Messages sent to clients."),
            counter(
                    BROKER,
                    "broker_stalls",
                    "stalls",
                    "Times a client got nothing of what waited for it for 10 s. Must stay 0: please report it."),
            counter(BROKER, "broker_dropped", "dropped", "Messages dropped, because a client's queue was full."),
            gauge(BROKER, "broker_retained_messages", "retained", "Topics with a retained message."),
            counter(BROKER, "broker_denied", "denied", "What users were not permitted (profile secure)."),
            gauge(BROKER, "broker_disk_used_bytes", "diskUsed", "The data folder: journal and messages."),
            gauge(BROKER, "broker_disk_free_bytes", "diskFree", "What its file system has left."),
            counter(OFFENCE, "broker_offences", "count", "What clients must not do, and was refused."),
            gauge(
                    CERTIFICATE,
                    "certificate_not_after_timestamp_seconds",
                    "notAfter",
                    "When a certificate in use ends."));

    private static Metric gauge(Source source, String name, String field, String help) {
        return new Metric(source, name, false, field, help);
    }

    private static Metric counter(Source source, String name, String field, String help) {
        return new Metric(source, name, true, field, help);
    }

    /** As Prometheus gets it. */
    MetricSnapshot snapshot(List<Source.Row> rows) {
        if (counter) {
            CounterSnapshot.Builder snapshot =
                    CounterSnapshot.builder().name(PREFIX + name).help(help);
            rows.forEach(row -> snapshot.dataPoint(CounterDataPointSnapshot.builder()
                    .labels(labels(row.label()))
                    .value(value(row))
                    .build()));
            return snapshot.build();
        }
        GaugeSnapshot.Builder snapshot =
                GaugeSnapshot.builder().name(PREFIX + name).help(help);
        rows.forEach(row -> snapshot.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels(row.label()))
                .value(value(row))
                .build()));
        return snapshot.build();
    }

    /** A broker that is stopped has no other figure than that. */
    boolean isIn(Source.Row row) {
        return row.figures().containsKey(field);
    }

    private double value(Source.Row row) {
        return ((Number) row.figures().get(field)).doubleValue();
    }

    private Labels labels(@Nullable String value) {
        String label = source.label();
        return label == null || value == null ? Labels.EMPTY : Labels.of(label, value);
    }
}
