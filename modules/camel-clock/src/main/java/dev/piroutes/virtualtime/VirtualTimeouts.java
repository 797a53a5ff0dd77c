package dev.piroutes.virtualtime;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.processor.aggregate.AggregateProcessor;
import org.apache.camel.support.DefaultTimeoutMap;
import org.apache.camel.support.TimeoutMapEntry;
import org.jspecify.annotations.Nullable;

/**
 * Completion timeouts of {@code aggregate}, in virtual time. Camel looks for them with a timer, which is virtual, but
 * compares with the computer's clock: so what it compares is set here, to never, until the virtual clock says now.
 */
final class VirtualTimeouts implements Runnable {

    private static final long NEVER = Long.MAX_VALUE;
    private static final long LONG_AGO = 0;

    private final VirtualTime time;
    private final CamelContext context;
    private final Map<TimeoutMapEntry<?, ?>, Long> deadlines = new IdentityHashMap<>();

    VirtualTimeouts(VirtualTime time, CamelContext context) {
        this.time = time;
        this.context = context;
    }

    @Override
    public void run() {
        for (Route route : context.getRoutes()) {
            for (Processor step : route.filter("*")) {
                if (step instanceof AggregateProcessor aggregate
                        && read(AggregateProcessor.class, "timeoutMap", aggregate)
                                instanceof DefaultTimeoutMap<?, ?> map
                        && read(DefaultTimeoutMap.class, "map", map) instanceof Map<?, ?> entries) {
                    entries.values().forEach(entry -> follow((TimeoutMapEntry<?, ?>) entry));
                }
            }
        }
    }

    private void follow(TimeoutMapEntry<?, ?> entry) {
        if (entry.getExpireTime() == LONG_AGO) {
            return;
        }
        if (entry.getExpireTime() != NEVER) {
            deadlines.put(
                    entry, time.now() + Duration.ofMillis(entry.getTimeout()).toNanos());
            entry.setExpireTime(NEVER);
        }
        if (deadlines.getOrDefault(entry, NEVER) <= time.now()) {
            deadlines.remove(entry);
            entry.setExpireTime(LONG_AGO);
        }
    }

    private static @Nullable Object read(Class<?> type, String name, Object object) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(object);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of Camel keeps timeouts elsewhere: " + e.getMessage(), e);
        }
    }
}
