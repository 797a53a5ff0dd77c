package dev.piroutes.mqtt;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Component;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5ComponentConfigurer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5EndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/** As {@link PahoDeviceComponent}, for Camel's component {@code paho-mqtt5}. */
final class PahoMqtt5DeviceComponent extends PahoMqtt5Component {

    static final String SCHEME = "paho-mqtt5";

    /** Makes it the context's component of that name, with the settings that this one has; once is enough. */
    static void install(CamelContext context) {
        Component present = context.hasComponent(SCHEME);
        if (present instanceof PahoMqtt5DeviceComponent) {
            return;
        }
        PahoMqtt5DeviceComponent component = new PahoMqtt5DeviceComponent();
        if (present instanceof PahoMqtt5Component paho) {
            component.setConfiguration(paho.getConfiguration());
            component.setClient(paho.getClient());
            component.setLazyStartProducer(paho.isLazyStartProducer());
            component.setBridgeErrorHandler(paho.isBridgeErrorHandler());
            context.removeComponent(SCHEME);
        }
        context.addComponent(SCHEME, component);
    }

    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new PahoMqtt5EndpointConfigurer();
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new PahoMqtt5ComponentConfigurer();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        MqttDevice device = PahoDeviceComponent.device(getCamelContext(), parameters.get("client"));
        if (device == null) {
            return super.createEndpoint(uri, topic, parameters);
        }
        parameters.remove("client");
        PahoMqtt5DeviceEndpoint endpoint =
                new PahoMqtt5DeviceEndpoint(uri, topic, this, getConfiguration().copy(), device);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
