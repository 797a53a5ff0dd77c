package dev.piroutes.sensor;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** What the kernel's drivers measure: temperature, humidity, pressure, light, voltage. */
@Component(SensorConstants.SCHEME)
public class SensorComponent extends DefaultComponent {
    @Metadata(label = "advanced")
    private @Nullable Sensors sensors;

    /** What has been read of each sensor. It counts on when routes are replaced. */
    private final Map<SensorName, Figures> figures = new ConcurrentHashMap<>();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SensorName name = SensorName.parse(remaining);
        SensorEndpoint endpoint = new SensorEndpoint(uri, this, name);
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        getCamelContext().getRegistry().bind("sensor-dev-console", new SensorDevConsole(this));
    }

    /** Measures now, and counts it. */
    Reading read(SensorName name) {
        Figures counted = figures.computeIfAbsent(name, Figures::new);
        try {
            Reading reading = findSensors().read(name);
            counted.good(reading);
            return reading;
        } catch (SensorException e) {
            counted.bad(e);
            throw e;
        }
    }

    /** Every sensor that was read, by its name. */
    public List<SensorStatus> status() {
        boolean virtual = findSensors().isVirtual();
        return figures.values().stream()
                .map(counted -> counted.status(virtual))
                .sorted(Comparator.comparing(SensorStatus::name))
                .toList();
    }

    synchronized Sensors findSensors() {
        Sensors found = sensors;
        if (found == null) {
            Set<Sensors> all = getCamelContext().getRegistry().findByType(Sensors.class);
            if (all.size() > 1) {
                throw new IllegalStateException("sensor: " + all.size()
                        + " sources in the registry; name the right one with camel.component.sensor.sensors=#name");
            }
            found = all.isEmpty() ? new KernelSensors() : all.iterator().next();
            sensors = found;
        }
        return found;
    }

    public @Nullable Sensors getSensors() {
        return sensors;
    }

    /**
     * Where readings come from. The default is the only one in the registry, and if there is none the kernel's drivers.
     */
    public void setSensors(@Nullable Sensors sensors) {
        this.sensors = sensors;
    }
}
