package dev.piroutes.mqtt;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Tells a {@link Delivery} when the routes that took its message have completed, on whatever thread that is and however
 * they ended. On every route; it acts only where a device's message enters.
 */
final class AcknowledgePolicy extends RoutePolicySupport {

    /** Makes Camel put the policy on every route of the context; once is enough. */
    static void install(CamelContext context) {
        if (context.getRoutePolicyFactories().stream().noneMatch(Factory.class::isInstance)) {
            context.addRoutePolicyFactory(new Factory());
        }
    }

    private static final class Factory implements RoutePolicyFactory {
        @Override
        public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
            return new AcknowledgePolicy();
        }
    }

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        Delivery delivery = Delivery.current();
        if (delivery != null && route.getEndpoint() instanceof PahoEndpoint) {
            delivery.routeBegun();
            exchange.setProperty(Delivery.PROPERTY, delivery);
        }
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        if (route.getEndpoint() instanceof PahoEndpoint
                && exchange.removeProperty(Delivery.PROPERTY) instanceof Delivery delivery) {
            delivery.routeDone();
        }
    }
}
