package dev.piroutes.i2c;

import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Bytes of a chip on an I2C bus, for chips that the kernel has no driver for. */
@Component("i2c")
public class I2cComponent extends DefaultComponent {
    @Metadata(label = "advanced")
    private @Nullable I2cBus buses;

    private @Nullable KernelI2c own;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        I2cEndpoint endpoint = new I2cEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    synchronized I2cBus findBuses() {
        I2cBus found = buses;
        if (found == null) {
            Set<I2cBus> all = getCamelContext().getRegistry().findByType(I2cBus.class);
            if (all.size() > 1) {
                throw new IllegalStateException("i2c: " + all.size()
                        + " of them in the registry; name the right one with camel.component.i2c.buses=#name");
            }
            found = all.isEmpty() ? ownBuses() : all.iterator().next();
            buses = found;
        }
        return found;
    }

    private I2cBus ownBuses() {
        own = new KernelI2c();
        return own;
    }

    @Override
    protected void doShutdown() throws Exception {
        if (own != null) {
            own.close();
            own = null;
            buses = null;
        }
        super.doShutdown();
    }

    public @Nullable I2cBus getBuses() {
        return buses;
    }

    /** The buses. The default is the only bean of its type in the registry, and if there is none this machine's, /dev/i2c-*. */
    public void setBuses(@Nullable I2cBus buses) {
        this.buses = buses;
    }
}
