package dev.piroutes.daytime;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;

/** Times of day and of the sun. */
@Component(DaytimeConstants.SCHEME)
public class DaytimeComponent extends DefaultComponent {
    @Metadata
    private @Nullable String place;

    @Metadata
    private @Nullable String zone;

    @Metadata(label = "advanced")
    private @Nullable Clock clock;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DaytimeEndpoint endpoint = new DaytimeEndpoint(uri, this, remaining);
        endpoint.setPlace(place);
        endpoint.setZone(zone);
        setProperties(endpoint, parameters);
        endpoint.validate();
        return endpoint;
    }

    Clock findClock() {
        if (clock != null) {
            return clock;
        }
        Set<Clock> found = getCamelContext().getRegistry().findByType(Clock.class);
        return found.size() == 1 ? found.iterator().next() : Clock.systemUTC();
    }

    public @Nullable String getPlace() {
        return place;
    }

    /** Where the sun is asked for: latitude,longitude in degrees, such as 52.52,13.41; south and west are negative. */
    public void setPlace(@Nullable String place) {
        this.place = place;
    }

    public @Nullable String getZone() {
        return zone;
    }

    /** The time zone, such as Europe/Berlin. The default is the machine's. */
    public void setZone(@Nullable String zone) {
        this.zone = zone;
    }

    public @Nullable Clock getClock() {
        return clock;
    }

    /** The clock. The default is the only one in the registry, or else the machine's. */
    public void setClock(@Nullable Clock clock) {
        this.clock = clock;
    }
}
