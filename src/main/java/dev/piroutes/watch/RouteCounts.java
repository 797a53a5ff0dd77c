package dev.piroutes.watch;

import java.util.List;
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

    List<RouteStatus> now() {
        return counts.values().stream()
                .map(count -> new RouteStatus(count.id, count.done.sum(), count.failed.sum()))
                .toList();
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
    }
}
