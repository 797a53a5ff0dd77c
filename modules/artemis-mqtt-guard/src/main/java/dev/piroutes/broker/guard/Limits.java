package dev.piroutes.broker.guard;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;

/**
 * The limits of a broker, as its {@code broker.xml} gives them to this plugin; what is not given has its default. It does
 * nothing by itself: {@code MqttGuardPlugin} does, which takes the same properties too.
 */
public final class Limits implements ActiveMQServerPlugin {
    private final Map<Limit, Integer> values = new EnumMap<>(Limit.class);

    /** All at their defaults. */
    public Limits() {
        for (Limit limit : Limit.values()) {
            values.put(limit, limit.byDefault());
        }
    }

    /** @throws IllegalArgumentException naming the property and the value */
    @Override
    public void init(Map<String, String> properties) {
        properties.forEach((property, value) -> {
            Limit limit = Limit.of(property);
            if (limit == null) {
                throw new IllegalArgumentException("there is no limit " + property + "; the limits are "
                        + Arrays.stream(Limit.values()).map(Limit::property).collect(Collectors.joining(", ")));
            }
            values.put(limit, limit.parse(value));
        });
    }

    /** The value that applies. */
    public int get(Limit limit) {
        return Objects.requireNonNull(values.get(limit));
    }
}
