package dev.piroutes.daytime;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Times of day and of the sun.
 *
 * With `from` and `to` it tells a state, `ON` and `OFF`: at the start what it is now, then each change. With `at` it tells a moment.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = DaytimeConstants.SCHEME,
        title = "Daytime",
        syntax = "daytime:name",
        consumerOnly = true,
        remote = false,
        category = {Category.SCHEDULING},
        headersClass = DaytimeConstants.class)
public class DaytimeEndpoint extends DefaultEndpoint {
    /** A name, for people. */
    @UriPath
    @Metadata(required = true)
    private final String name;

    /** When it begins to be on: `07:30`, `sunrise`, `sunset-30m`, `dawn+1h` (`dawn`, `sunrise`, `sunset`, `dusk`). With `to`. */
    @UriParam
    private @Nullable String from;

    /** When it ends to be on, written as `from`. Not later than `from` means on the next day. With `from`. */
    @UriParam
    private @Nullable String to;

    /** When it happens, written as `from`; the body is this text. Instead of `from` and `to`. */
    @UriParam
    private @Nullable String at;

    /** The days on which it begins, or happens: `MON-FRI`, `SAT,SUN`. */
    @UriParam(defaultValue = "MON-SUN")
    private String days = "MON-SUN";

    /** Whether the state is told when the route starts, too. With `from` and `to`. */
    @UriParam(defaultValue = "true")
    private boolean initial = true;

    /**
     * Where the sun is asked for: latitude,longitude in degrees, such as 52.52,13.41; south and west are negative. The default is the
     * component's.
     */
    @UriParam
    private @Nullable String place;

    /** The time zone, such as Europe/Berlin. The default is the component's, or else the machine's. */
    @UriParam
    private @Nullable String zone;

    DaytimeEndpoint(String uri, DaytimeComponent component, String name) {
        super(uri, component);
        this.name = name;
    }

    /** @throws IllegalArgumentException naming the option that does not fit, its value and what would */
    void validate() {
        schedule();
    }

    Schedule schedule() {
        try {
            boolean lasts = from != null && to != null && at == null;
            boolean happens = from == null && to == null && at != null;
            if (!lasts && !happens) {
                throw new IllegalArgumentException("must have from and to, or at");
            }
            TimeOfDay begin = TimeOfDay.parse(lasts ? "from" : "at", lasts ? from : at);
            TimeOfDay end = lasts ? TimeOfDay.parse("to", to) : null;
            if (begin.equals(end)) {
                throw new IllegalArgumentException("from and to must differ, but both are " + from);
            }
            boolean bySun = begin.needsPlace() || end != null && end.needsPlace();
            if (bySun && place == null) {
                throw new IllegalArgumentException("the sun rises and sets somewhere: add place, such as 52.52,13.41"
                        + " (latitude,longitude), or camel.component.daytime.place to application.properties");
            }
            return new Schedule(begin, end, Days.parse(days), zoneId(), place == null ? null : Place.parse(place));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("daytime:" + name + ": " + e.getMessage());
        }
    }

    private ZoneId zoneId() {
        try {
            return zone == null ? ZoneId.systemDefault() : ZoneId.of(zone.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("zone must be one such as Europe/Berlin, but was '" + zone + "'", e);
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new DaytimeConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException("daytime:" + name + ": nobody tells the time: it is for a from:");
    }

    @Override
    public DaytimeComponent getComponent() {
        return (DaytimeComponent) super.getComponent();
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    public String getName() {
        return name;
    }

    public @Nullable String getFrom() {
        return from;
    }

    public void setFrom(@Nullable String from) {
        this.from = from;
    }

    public @Nullable String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getAt() {
        return at;
    }

    public void setAt(@Nullable String at) {
        this.at = at;
    }

    public String getDays() {
        return days;
    }

    public void setDays(String days) {
        this.days = days;
    }

    public boolean isInitial() {
        return initial;
    }

    public void setInitial(boolean initial) {
        this.initial = initial;
    }

    public @Nullable String getPlace() {
        return place;
    }

    public void setPlace(@Nullable String place) {
        this.place = place;
    }

    public @Nullable String getZone() {
        return zone;
    }

    public void setZone(@Nullable String zone) {
        this.zone = zone;
    }
}
