package dev.piroutes.mqtt;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.PahoComponent;
import org.apache.camel.component.paho.PahoComponentConfigurer;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.PahoEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Camel's component {@code paho}, which knows devices: an endpoint whose {@code client} is an {@link MqttDevice} is a
 * {@link DeviceEndpoint}. Any other endpoint is Camel's own.
 */
final class PahoDeviceComponent extends PahoComponent {

    static final String SCHEME = "paho";

    /** Makes it the context's component of that name, with the settings that this one has; once is enough. */
    static void install(CamelContext context) {
        Component present = context.hasComponent(SCHEME);
        if (present instanceof PahoDeviceComponent) {
            return;
        }
        PahoDeviceComponent component = new PahoDeviceComponent();
        if (present instanceof PahoComponent paho) {
            component.setConfiguration(paho.getConfiguration());
            component.setClient(paho.getClient());
            component.setLazyStartProducer(paho.isLazyStartProducer());
            component.setBridgeErrorHandler(paho.isBridgeErrorHandler());
            context.removeComponent(SCHEME);
        }
        context.addComponent(SCHEME, component);
    }

    /** Camel finds it by an annotation that a subclass does not inherit; without it options would be ignored. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new PahoEndpointConfigurer();
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new PahoComponentConfigurer();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        MqttDevice device = device(getCamelContext(), parameters.get("client"));
        if (device == null) {
            return super.createEndpoint(uri, topic, parameters);
        }
        parameters.remove("client");
        PahoEndpoint endpoint =
                new PahoDeviceEndpoint(uri, topic, this, getConfiguration().copy(), device);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The device that an endpoint's option {@code client} means, or null: it is none. */
    static @Nullable MqttDevice device(CamelContext context, @Nullable Object client) {
        Object named = client instanceof String name && name.startsWith("#")
                ? CamelContextHelper.lookup(context, name.replaceFirst("^#(bean:)?", ""))
                : client;
        return named instanceof MqttDevice device ? device : null;
    }
}
