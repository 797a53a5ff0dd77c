package dev.piroutes.live;

import dev.piroutes.check.RouteText;
import dev.piroutes.gpio.GpioComponent;
import dev.piroutes.gpio.GpioConstants;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.RouteSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts new texts of route files in the place of the old ones, all or nothing. Meanwhile the devices of the files hand
 * out no message, and pins keep their state; a device that is declared as before keeps its connection.
 */
final class Swap {

    /** How long a message that is under way may take before its route is stopped regardless. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long the broker may take to answer a subscription; the change is then live all the same. */
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    private final CamelContext context;
    private final Model model;
    private final UnaryOperator<String> location;

    /** @param location where Camel is to say that a file's routes come from */
    Swap(CamelContext context, UnaryOperator<String> location) {
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.location = location;
    }

    /**
     * Replaces files.
     *
     * @param before their texts that run; a file that is not there is new
     * @param after their new texts; a file that is not there is to stop
     * @param configurations whether configurations of routes are to be replaced: these are all files then, as they may concern
     *     every route
     * @return for how long their routes were away
     * @throws Exception if the new texts do not start; what ran before runs again
     */
    Duration replace(Map<String, String> before, Map<String, String> after, boolean configurations) throws Exception {
        Set<String> files = new LinkedHashSet<>(before.keySet());
        files.addAll(after.keySet());
        List<String> texts =
                Stream.concat(before.values().stream(), after.values().stream()).toList();
        Contribution contribution = new Contribution(context, files, texts);
        Map<String, Object> beans = contribution.beans();
        List<RouteConfigurationDefinition> old = List.copyOf(model.getRouteConfigurationDefinitions());
        Runnable restore = contribution.makeRoom();
        List<RouteBuilder> builders;
        try {
            builders = configurations
                    ? configured(after, contribution.configurationsOfOthers(before.values()), true)
                    : configured(after, old, false);
        } catch (Exception e) {
            restore.run();
            configure(old);
            throw e;
        }
        GpioComponent gpio = context.hasComponent(GpioConstants.SCHEME) instanceof GpioComponent pins ? pins : null;
        Set<MqttDevice> held = devices(contribution.routes(), beans);
        long start = System.nanoTime();
        if (gpio != null) {
            gpio.holdPins();
        }
        try {
            hold(held);
            try {
                exchange(contribution, beans, after.keySet(), builders);
            } catch (Exception e) {
                putBack(contribution, before, old);
                throw e;
            }
        } finally {
            if (gpio != null) {
                gpio.releasePins();
            }
            held.forEach(MqttDevice::resume);
        }
        List<String> others = contribution.routesOfOthers();
        if (configurations && !others.isEmpty()) {
            LOG.warn(
                    "live     restart to use the new routeConfiguration in what no route file has made: {}",
                    String.join(", ", others));
        }
        Duration away = Duration.ofNanos(System.nanoTime() - start);
        for (MqttDevice device : held) {
            // Whoever reads that the change is live may publish to a topic that is new.
            device.settle(ANSWER);
        }
        return away;
    }

    private void putBack(
            Contribution contribution, Map<String, String> before, List<RouteConfigurationDefinition> old) {
        try {
            Map<String, Object> beans = contribution.beans();
            contribution.makeRoom();
            exchange(contribution, beans, before.keySet(), configured(before, old, false));
        } catch (Exception e) {
            LOG.error("live     the old routes of {} could not be put back, and are stopped", before.keySet(), e);
        }
    }

    /**
     * @param configurations those of routes
     * @param own whether those of the texts are added to them
     */
    private List<RouteBuilder> configured(
            Map<String, String> texts, List<RouteConfigurationDefinition> configurations, boolean own)
            throws Exception {
        configure(configurations);
        List<RouteBuilder> builders = new ArrayList<>();
        for (Map.Entry<String, String> text : texts.entrySet()) {
            RouteSource source = new RouteSource(text.getKey(), text.getValue());
            builders.addAll(RouteText.read(context, source, location.apply(source.name())));
        }
        if (!own) {
            configure(configurations);
        }
        for (RouteBuilder builder : builders) {
            builder.configureRoutes(context);
        }
        return builders;
    }

    private void configure(List<RouteConfigurationDefinition> configurations) {
        model.getRouteConfigurationDefinitions().clear();
        model.getRouteConfigurationDefinitions().addAll(configurations);
    }

    /** Stops what the contribution has, and starts what the builders bring. The new beans are bound already. */
    private void exchange(
            Contribution contribution, Map<String, Object> before, Set<String> remaining, List<RouteBuilder> builders)
            throws Exception {
        Map<MqttDevice, Set<String>> filters = filters(contribution.routes());
        contribution.remove();
        List<MqttDevice> entering = settleBeans(before, remaining);
        for (MqttDevice device : entering) {
            device.enter();
        }
        for (RouteBuilder builder : builders) {
            context.addRoutes(builder);
        }
        for (RouteBuilder builder : builders) {
            context.addTemplatedRoutes(builder);
        }
        entering.forEach(MqttDevice::begin);
        Map<MqttDevice, Set<String>> used = filters(context.getRoutes());
        filters.forEach((device, of) -> {
            of.removeAll(used.getOrDefault(device, Set.of()));
            device.forget(of);
        });
    }

    /**
     * Of the beans that were, keeps the devices that are declared as before; lets other devices go.
     *
     * @return the devices that are new
     */
    private List<MqttDevice> settleBeans(Map<String, Object> before, Set<String> remaining) throws Exception {
        Map<String, Object> now = new Contribution(context, remaining, List.of()).beans();
        List<MqttDevice> entering = new ArrayList<>();
        now.forEach((name, bean) -> {
            if (bean instanceof MqttDevice fresh) {
                if (before.get(name) instanceof MqttDevice old && old.isDeclaredAs(fresh)) {
                    context.getRegistry().bind(name, old);
                } else if (before.get(name) != fresh) {
                    entering.add(fresh);
                }
            }
        });
        for (Map.Entry<String, Object> bean : before.entrySet()) {
            Object current = context.getRegistry().lookupByName(bean.getKey());
            boolean gone = !now.containsKey(bean.getKey());
            if (gone) {
                context.getRegistry().unbind(bean.getKey());
            }
            if (bean.getValue() instanceof MqttDevice device && (gone || current != device)) {
                if (gone && !device.withdraw()) {
                    LOG.warn(
                            "live     {}: what it announced could not be taken back, because it is not connected",
                            device.name());
                }
                device.leave();
            }
        }
        return entering;
    }

    private void hold(Set<MqttDevice> devices) throws InterruptedException {
        for (MqttDevice device : devices) {
            if (!device.hold(PATIENCE)) {
                LOG.warn(
                        "live     {}: a message has been under way for more than {} s, its route is stopped nevertheless",
                        device.name(),
                        PATIENCE.toSeconds());
            }
        }
    }

    /** The devices whose messages the files' routes take. */
    private static Set<MqttDevice> devices(List<Route> routes, Map<String, Object> beans) {
        Set<MqttDevice> devices = new LinkedHashSet<>(filters(routes).keySet());
        beans.values().stream()
                .filter(MqttDevice.class::isInstance)
                .map(MqttDevice.class::cast)
                .forEach(devices::add);
        return devices;
    }

    private static Map<MqttDevice, Set<String>> filters(List<Route> routes) {
        Map<MqttDevice, Set<String>> filters = new LinkedHashMap<>();
        for (Route route : routes) {
            if (route.getEndpoint() instanceof DeviceEndpoint mqtt) {
                filters.computeIfAbsent(mqtt.device(), d -> new HashSet<>()).add(mqtt.getTopic());
            }
        }
        return filters;
    }
}
