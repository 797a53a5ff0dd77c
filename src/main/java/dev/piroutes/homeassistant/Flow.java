package dev.piroutes.homeassistant;

import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.gpio.GpioEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertBodyDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Follows a route from its beginning and notes, at each endpoint that it comes to, what the body can be there and with
 * which message the route began. It claims only what the YAML says: conditions and bodies that it does not understand are
 * taken for unknown.
 */
final class Flow {

    /** What an output answers. */
    static final Bodies SWITCHED = Bodies.of("ON", "OFF");

    /** What a dimmed output answers. */
    static final Bodies PERCENT = Bodies.of(IntStream.rangeClosed(0, 100).mapToObj(String::valueOf));

    /**
     * A step to an endpoint.
     *
     * @param began with which bodies a route can have begun that comes here
     * @param body what the body can be
     * @param untouched whether the body is still what the route began with
     */
    record Visit(Endpoint endpoint, Bodies began, Bodies body, boolean untouched) {}

    private record State(Bodies began, Bodies body, boolean untouched) {
        static final State ENDED = new State(Bodies.NONE, Bodies.NONE, true);

        State where(Bodies wanted) {
            return new State(untouched ? began.and(wanted) : began, body.and(wanted), untouched);
        }

        State whereNot(Bodies unwanted) {
            return new State(untouched ? began.without(unwanted) : began, body.without(unwanted), untouched);
        }

        State with(Bodies newBody) {
            return new State(began, newBody, false);
        }

        State or(State other) {
            return new State(began.or(other.began), body.or(other.body), untouched && other.untouched);
        }
    }

    /** Components that leave the body as it is. */
    private static final Set<String> QUIET = Set.of("paho", "log", "micrometer");

    private final CamelContext context;
    private final Model model;
    private final List<Visit> visits = new ArrayList<>();
    private final Set<String> inside = new HashSet<>();

    private Flow(CamelContext context) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Follows a route that a person wrote, into the Kamelets that it uses and out again. */
    static List<Visit> of(Route route) {
        Flow flow = new Flow(route.getCamelContext());
        Bodies began = first(source(route));
        State state = new State(began, began, true);
        if (route.getEndpoint() instanceof KameletEndpoint kamelet) {
            state = flow.route(kamelet.getRouteId(), state);
        }
        flow.route(route.getRouteId(), state);
        return flow.visits;
    }

    /** What a route begins with, behind a Kamelet if there is one. */
    static Endpoint source(Route route) {
        Route inner = route.getEndpoint() instanceof KameletEndpoint kamelet
                ? route.getCamelContext().getRoute(kamelet.getRouteId())
                : null;
        return inner == null ? route.getEndpoint() : inner.getEndpoint();
    }

    private static Bodies first(Endpoint source) {
        if (source instanceof GpioEndpoint gpio) {
            return gpio.getEvent() == GpioEvent.CHANGE
                    ? SWITCHED
                    : Bodies.of(gpio.getEvent().text());
        }
        return Bodies.ANY;
    }

    /** The whole of a route, once: a Kamelet's end, {@code kamelet:sink}, bears the id of the route that it ends. */
    private State route(String routeId, State before) {
        RouteDefinition route = model.getRouteDefinition(routeId);
        if (route == null || !inside.add(routeId)) {
            return before;
        }
        State after = walk(route.getOutputs(), before);
        inside.remove(routeId);
        return after;
    }

    private State walk(List<ProcessorDefinition<?>> steps, State before) {
        State state = before;
        for (ProcessorDefinition<?> step : steps) {
            state = step(step, state);
        }
        return state;
    }

    private State step(ProcessorDefinition<?> step, State state) {
        if (step instanceof OnExceptionDefinition
                || step instanceof OnCompletionDefinition
                || step instanceof InterceptDefinition) {
            return state; // not on the way
        } else if (step instanceof ChoiceDefinition choice) {
            return choice(choice, state);
        } else if (step instanceof FilterDefinition filter) {
            Bodies wanted = condition(filter.getExpression());
            // What does not pass skips the steps inside and goes on behind them.
            return walk(filter.getOutputs(), state.where(wanted)).or(state.whereNot(wanted));
        } else if (step instanceof StopDefinition) {
            return State.ENDED;
        } else if (step instanceof SetBodyDefinition body) {
            return state.with(constant(body));
        } else if (step instanceof ToDefinition to) {
            return to(to, state);
        } else if (step instanceof LogDefinition
                || step instanceof DelayDefinition
                || step instanceof SetHeaderDefinition
                || step instanceof SetPropertyDefinition
                || step instanceof ConvertBodyDefinition) {
            return state;
        }
        State unknown = state.with(Bodies.ANY);
        walk(step.getOutputs(), unknown);
        return unknown;
    }

    private State choice(ChoiceDefinition choice, State before) {
        State after = State.ENDED;
        State rest = before;
        for (WhenDefinition when : choice.getWhenClauses()) {
            Bodies wanted = condition(when.getExpression());
            after = after.or(walk(when.getOutputs(), rest.where(wanted)));
            rest = rest.whereNot(wanted);
        }
        State other = choice.getOtherwise() == null
                ? rest
                : walk(choice.getOtherwise().getOutputs(), rest);
        return after.or(other);
    }

    /** In a Kamelet's route the steps that run have a prefix before their ids. */
    private @Nullable Endpoint endpoint(ToDefinition to) {
        String prefix = to.getNodePrefixId() == null ? "" : to.getNodePrefixId();
        return context.getProcessor(prefix + to.getId()) instanceof EndpointAware aware ? aware.getEndpoint() : null;
    }

    private State to(ToDefinition to, State state) {
        Endpoint endpoint = endpoint(to);
        if (endpoint instanceof KameletEndpoint kamelet) {
            return route(kamelet.getRouteId(), state);
        }
        if (endpoint == null) {
            return state.with(Bodies.ANY);
        }
        visits.add(new Visit(endpoint, state.began(), state.body(), state.untouched()));
        if (endpoint instanceof GpioEndpoint gpio) {
            return state.with(gpio.isPwm() ? PERCENT : SWITCHED);
        }
        return QUIET.contains(String.valueOf(StringHelper.before(endpoint.getEndpointUri(), ":")))
                ? state
                : state.with(Bodies.ANY);
    }

    /** What is not understood is claimed for none. */
    private Bodies condition(@Nullable ExpressionDefinition expression) {
        if (expression == null || !"simple".equals(expression.getLanguage()) || expression.getExpression() == null) {
            return Bodies.NONE;
        }
        return Condition.of(context.resolvePropertyPlaceholders(expression.getExpression()))
                .orElse(Bodies.NONE);
    }

    private Bodies constant(SetBodyDefinition body) {
        ExpressionDefinition expression = body.getExpression();
        return expression != null && "constant".equals(expression.getLanguage()) && expression.getExpression() != null
                ? Bodies.of(context.resolvePropertyPlaceholders(expression.getExpression()))
                : Bodies.ANY;
    }
}
