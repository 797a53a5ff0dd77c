package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.StartupListener;
import org.apache.camel.support.LifecycleStrategySupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When a device starts, of what its Camel context does: before the routes, and it connects after them. */
final class DeviceStartup implements StartupListener {

    /** How long the start of the routes waits for the first attempt to connect, so that a wrong password ends it. */
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(DeviceStartup.class);

    private final MqttDevice device;

    private DeviceStartup(MqttDevice device) {
        this.device = device;
    }

    static void install(MqttDevice device, CamelContext context) {
        try {
            context.addStartupListener(new DeviceStartup(device));
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }

    /** Before the first route stops. Once for each context. */
    static void pauseAllWhenStopping(CamelContext context) {
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                stopping.getRegistry().findByType(MqttDevice.class).forEach(MqttDevice::pause);
            }
        });
    }

    /** Camel makes a YAML bean more than once; the one that it kept is the device. */
    static void join(MqttDevice device, CamelContext context) throws Exception {
        Set<MqttDevice> devices = context.getRegistry().findByType(MqttDevice.class);
        if (!devices.contains(device)) {
            return;
        }
        String clientId = device.declaredClientId();
        if (devices.stream()
                .anyMatch(other -> other != device && other.declaredClientId().equals(clientId))) {
            throw new IllegalArgumentException("two MQTT devices have clientId \"" + clientId
                    + "\": they would throw each other off; give each an id of its own");
        }
        context.addService(device);
    }

    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) throws Exception {
        join(device, context);
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet: see below.
    }

    /** Every consumer has subscribed by now: all devices may appear, at once; each is waited for. */
    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        Connection own = device.connection;
        if (own == null) {
            return;
        }
        context.getRegistry().findByType(MqttDevice.class).forEach(MqttDevice::begin);
        Optional<ConnectOutcome> outcome = own.connector().firstAttempt(FIRST_ATTEMPT);
        if (outcome.isEmpty()) {
            LOG.warn(
                    "{}: no answer yet from {}",
                    device.name(),
                    String.join(", ", own.options().serverUris()));
        } else if (outcome.get().isFinal()) {
            throw new IllegalArgumentException(
                    device.name() + ": " + own.connector().problem());
        }
    }
}
