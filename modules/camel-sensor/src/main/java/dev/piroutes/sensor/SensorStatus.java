package dev.piroutes.sensor;

import java.math.BigDecimal;
import java.util.List;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;

/**
 * A sensor that routes read, as it is now.
 *
 * @param name as in its URI, without the scheme
 * @param unit in which its value is; empty: none
 * @param value what was read last; null: nothing yet
 * @param problem why the last reading had no value; null: it had
 * @param good readings that had a value, since the component was made
 * @param bad those that had none
 * @param virtual whether it is simulated
 */
public record SensorStatus(
        String name,
        Quantity quantity,
        String unit,
        @Nullable BigDecimal value,
        @Nullable String problem,
        long good,
        long bad,
        boolean virtual) {

    /** Of the component {@code sensor}; empty while no route has used it. */
    public static List<SensorStatus> of(CamelContext context) {
        return context.hasComponent(SensorConstants.SCHEME) instanceof SensorComponent sensors
                ? sensors.status()
                : List.of();
    }
}
