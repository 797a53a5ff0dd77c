package dev.piroutes.check;

import dev.piroutes.mqtt.MqttDevice;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.RestConfiguration;
import org.apache.camel.spi.ShutdownStrategy;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Makes Camel contexts to be thrown away: they have the program's components, properties and rules, take no message in,
 * and reach neither a broker nor the network.
 */
final class Stage {

    /** Components whose producers reach nothing when they start. */
    private static final Set<String> HARMLESS = Set.of(
            "bean",
            "class",
            "daytime",
            "direct",
            "file",
            "gpio",
            "i2c",
            "kamelet",
            "log",
            "micrometer",
            "paho",
            "paho-mqtt5",
            "seda",
            "sensor",
            "timer",
            "vertx-http");

    /** How this machine reaches the broker is no matter of the files. */
    private static final Map<String, String> NO_BROKER =
            Map.of(MqttDevice.CONNECT, "false", "mqtt.url", "tcp://127.0.0.1:1883");

    private static final Set<String> CREDENTIALS =
            Set.of("mqtt.ca", "mqtt.credentials", "mqtt.username", "mqtt.password");

    private Stage() {}

    /** @param beans what is in the registry already */
    static DefaultCamelContext context(Map<String, String> given, BeanRepository... beans) {
        Map<String, String> properties = new HashMap<>(given);
        properties.keySet().removeAll(CREDENTIALS);
        properties.putAll(NO_BROKER);
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.disableJMX();
        context.setAutoStartup(false);
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.getCamelContextExtension().setRegistry(new DefaultRegistry(beans));
        Properties overriding = new Properties();
        overriding.putAll(properties);
        context.getPropertiesComponent().setOverrideProperties(overriding);
        new ProgramContext().configure(context);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onComponentAdd(String name, Component component) {
                SettingsBeans.set(context, component, "camel.component." + name + ".", properties);
            }

            @Override
            public void onEndpointAdd(Endpoint endpoint) {
                keepHarmless(endpoint);
            }
        });
        context.build();
        RestConfiguration rest = new RestConfiguration();
        SettingsBeans.set(context, rest, "camel.rest.", properties);
        context.setRestConfiguration(rest);
        endAtOnce(context.getShutdownStrategy());
        return context;
    }

    /** No message is under way. */
    private static void endAtOnce(ShutdownStrategy strategy) {
        strategy.setTimeUnit(TimeUnit.MILLISECONDS);
        strategy.setTimeout(1);
        strategy.setSuppressLoggingOnTimeout(true);
        strategy.setLogInflightExchangesOnTimeout(false);
    }

    /** Of others nobody knows what their producers do when they start: they are made, and not started. */
    private static void keepHarmless(Endpoint endpoint) {
        if (endpoint instanceof GenericFileEndpoint<?> file) {
            file.setAutoCreate(false);
        }
        String scheme = endpoint.getEndpointUri().split(":", 2)[0];
        if (endpoint instanceof DefaultEndpoint other && !HARMLESS.contains(scheme)) {
            other.setLazyStartProducer(true);
        }
    }
}
