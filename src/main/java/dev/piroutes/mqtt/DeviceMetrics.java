package dev.piroutes.mqtt;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.ToDoubleFunction;

/** A device's counters for Micrometer, all tagged {@code device}. */
final class DeviceMetrics {

    private DeviceMetrics() {}

    static void register(MeterRegistry registry, String device, Connection connection) {
        Tags tags = Tags.of("device", device);
        counter(registry, tags, connection, "published", "messages that routes published", Connection::published);
        counter(registry, tags, connection, "acknowledged", "messages that the broker acknowledged", c -> c.outbox()
                .acknowledgedCount());
        counter(registry, tags, connection, "refused", "messages refused because the outbox was full", c -> c.outbox()
                .refused());
        counter(registry, tags, connection, "expired", "messages dropped because they were too old", c -> c.outbox()
                .expired());
        counter(registry, tags, connection, "obeyed", "messages that routes completed", c -> c.inbox()
                .obeyedCount());
        counter(
                registry,
                tags,
                connection,
                "redelivered",
                "messages that came again and were not obeyed again",
                c -> c.inbox().redelivered());
        counter(registry, tags, connection, "rejected", "messages given up by the error policy", Connection::rejected);
        counter(registry, tags, connection, "retained", "retained messages refused", Connection::retainedRefused);
        counter(registry, tags, connection, "connects", "times it connected", Connection::connects);
        Gauge.builder("mqtt.device.outbox", connection, c -> c.outbox().depth())
                .description("messages that wait for the broker")
                .tags(tags)
                .register(registry);
        Gauge.builder("mqtt.device.connected", connection, c -> c.ready() ? 1 : 0)
                .description("1 while connected")
                .tags(tags)
                .register(registry);
    }

    /** Takes a device's counters away: one of the same name may come after it. */
    static void remove(MeterRegistry registry, String device) {
        registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("mqtt.device.") && device.equals(id.getTag("device")))
                .forEach(registry::remove);
    }

    private static void counter(
            MeterRegistry registry,
            Tags tags,
            Connection connection,
            String name,
            String description,
            ToDoubleFunction<Connection> value) {
        FunctionCounter.builder("mqtt.device." + name, connection, value)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
