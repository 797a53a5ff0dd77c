package dev.piroutes.check;

import dev.piroutes.mqtt.DeviceEndpoint;
import org.apache.camel.Endpoint;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Refuses endpoints of MQTT without a device: camel-paho would connect by itself, to localhost, with none of a device's
 * promises.
 */
final class DeviceRequirement extends LifecycleStrategySupport {

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        boolean own = endpoint instanceof PahoEndpoint paho && paho.getClient() == null
                || endpoint instanceof PahoMqtt5Endpoint paho5 && paho5.getClient() == null;
        if (own && !(endpoint instanceof DeviceEndpoint)) {
            throw new IllegalArgumentException(endpoint.getEndpointBaseUri().replace("://", ":")
                    + " has no client: name the bean of its device, for example client: \"#led\"");
        }
    }
}
