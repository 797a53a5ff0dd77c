package dev.piroutes.mqtt;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that Home Assistant shows of a device, declared under {@code beans:} below the device's own bean. The bean's
 * name is its id; its properties are {@code device}, the bean of the device, and Home Assistant's own options of <a
 * href="https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery">MQTT discovery</a>:
 *
 * <pre>{@code
 * - name: lamp-switch
 *   type: dev.piroutes.mqtt.HomeAssistantEntity
 *   properties:
 *     device: "#lamp"
 *     platform: switch
 *     name: Lamp
 *     command_topic: home/lamp/cmd
 *     state_topic: home/lamp/ack
 * }</pre>
 *
 * <p>It only carries what is declared, as text; whoever announces devices reads it. It is a map because Camel then binds
 * whatever properties there are, and leaves the reference as it is written.
 */
public final class HomeAssistantEntity extends AbstractMap<String, Object> {
    private final Map<String, Object> options = new TreeMap<>();

    @Override
    public @Nullable Object put(String option, Object value) {
        return options.put(option, value);
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
        return options.entrySet();
    }
}
