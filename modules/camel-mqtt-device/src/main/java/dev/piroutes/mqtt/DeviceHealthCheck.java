package dev.piroutes.mqtt;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Camel's health check {@code mqtt-device-CLIENTID}: down while the device has no connection or not all its
 * subscriptions, and why. */
final class DeviceHealthCheck extends AbstractHealthCheck {

    private final MqttDevice device;

    DeviceHealthCheck(MqttDevice device) {
        super("mqtt", "mqtt-device-" + device.name());
        this.device = device;
    }

    /** A broker that is away is no reason to restart the devices: they come back by themselves, with what they keep. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("since", String.valueOf(device.since()));
        builder.detail("outbox", device.outboxDepth());
        if (device.isConnected() && !device.refusedFilters().isEmpty()) {
            builder.message("the broker refuses the subscription to " + String.join(", ", device.refusedFilters())
                            + ": is this user permitted to read it?")
                    .down();
        } else if (device.isConnected()) {
            // With a message, for a person to look at: the rest works.
            builder.message(device.degraded()).up();
        } else {
            builder.message(device.problem()).down();
        }
    }
}
