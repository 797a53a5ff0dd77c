package dev.piroutes.watch;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.RoutePolicySupport;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Counts what routes did, by their ids: of these there are as many as in the files. Camel puts it on every route. A route
 * that is edited while it runs counts from 0 again, as Prometheus knows of counters.
 */
final class RouteCounts implements RoutePolicyFactory {

    private final Map<String, Count> counts = new ConcurrentSkipListMap<>();

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        Count count = new Count(routeId);
        counts.put(routeId, count);
        return count;
    }

    JsonObject toJson() {
        JsonArray routes = new JsonArray();
        counts.values().forEach(count -> routes.add(count.toJson()));
        JsonObject json = new JsonObject();
        json.put("routes", routes);
        return json;
    }

    private final class Count extends RoutePolicySupport {
        private final String id;
        private final LongAdder done = new LongAdder();
        private final LongAdder failed = new LongAdder();

        private Count(String id) {
            this.id = id;
        }

        /** One that came in its place may be there already. */
        @Override
        public void onRemove(Route route) {
            counts.remove(id, this);
        }

        @Override
        public void onExchangeDone(Route route, Exchange exchange) {
            done.increment();
            if (exchange.isFailed() || ExchangeHelper.isFailureHandled(exchange)) {
                failed.increment();
            }
        }

        private JsonObject toJson() {
            JsonObject figures = new JsonObject();
            figures.put("exchanges", done.sum());
            figures.put("failures", failed.sum());
            JsonObject json = new JsonObject();
            json.put("route", id);
            json.put("figures", figures);
            return json;
        }
    }
}
