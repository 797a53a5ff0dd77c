package dev.piroutes.graph;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;

/** What a route writes to, as Camel has made it: properties and Kamelets have their values, what only a message tells is left out. */
public final class RouteOutputs {

    private RouteOutputs() {}

    /** The endpoints of the route's steps, in their order. */
    public static List<Endpoint> of(Route route) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (Processor step : route.filter("*")) {
            if (step instanceof EndpointAware aware && aware.getEndpoint() != null) {
                endpoints.add(aware.getEndpoint());
            }
        }
        return endpoints;
    }
}
