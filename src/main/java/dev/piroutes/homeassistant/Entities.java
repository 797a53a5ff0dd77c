package dev.piroutes.homeassistant;

import dev.piroutes.gpio.AuthoredRoute;
import dev.piroutes.gpio.GpioAction;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.gpio.GpioEvent;
import dev.piroutes.homeassistant.Flow.Visit;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.MqttDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * Finds in the routes that run what Home Assistant can show: inputs whose events are published, outputs that obey a topic.
 */
final class Entities {
    private static final Set<String> ON_OFF = Set.of("ON", "OFF");

    /**
     * An output whose state is to be kept at the broker.
     *
     * @param pin it is on when this is
     * @param topic where
     */
    record Kept(MqttDevice device, GpioEndpoint pin, String topic) {}

    private final List<Entity> found = new ArrayList<>();
    private final Map<String, Kept> kept = new LinkedHashMap<>();
    private final boolean states;

    private Entities(boolean states) {
        this.states = states;
    }

    /** @param states whether states are kept at the broker */
    static Entities of(CamelContext context, boolean states) {
        Entities entities = new Entities(states);
        for (Route route : context.getRoutes()) {
            if (AuthoredRoute.of(context, route.getRouteId()).equals(route.getRouteId())) {
                entities.add(route);
            }
        }
        return entities;
    }

    /** All of a device. */
    List<Entity> of(MqttDevice device) {
        return found.stream().filter(entity -> entity.device() == device).toList();
    }

    /** The outputs whose state is to be kept. */
    List<Kept> kept() {
        return List.copyOf(kept.values());
    }

    private void add(Route route) {
        Endpoint source = Flow.source(route);
        if (source instanceof GpioEndpoint input) {
            triggers(route, input.getEvent());
        } else if (source instanceof DeviceEndpoint commands
                && !commands.getTopic().matches(".*[+#].*")) {
            output(route, commands.device(), commands.getTopic());
        }
    }

    /** What a press publishes, over which device ever. A device must not have two of one type and subtype. */
    private void triggers(Route route, GpioEvent event) {
        Set<List<String>> seen = new LinkedHashSet<>();
        Map<String, Integer> types = new HashMap<>();
        for (Visit visit : Flow.of(route)) {
            if (visit.endpoint() instanceof DeviceEndpoint mqtt && !visit.body().open()) {
                for (String payload : new TreeSet<>(visit.body().literals())) {
                    String topic = mqtt.getTopic();
                    if (seen.add(List.of(topic, payload))) {
                        String type = type(event, payload);
                        int number = types.merge(type, 1, Integer::sum);
                        String subtype = number == 1 ? route.getRouteId() : route.getRouteId() + "-" + number;
                        found.add(Entity.trigger(mqtt.device(), subtype, type, topic, payload));
                    }
                }
            }
        }
    }

    /** As Home Assistant's frontend names them; it shows others as they are. */
    private static String type(GpioEvent event, String payload) {
        return switch (event) {
            case PRESS, CLICK -> "button_short_press";
            case RELEASE -> "button_short_release";
            case DOUBLE_CLICK -> "button_double_press";
            case LONG_PRESS -> "button_long_press";
            case CHANGE -> payload;
        };
    }

    private void output(Route route, MqttDevice device, String topic) {
        List<Visit> visits = Flow.of(route);
        Map<String, Set<String>> effects = new LinkedHashMap<>();
        Set<Integer> pins = new LinkedHashSet<>();
        GpioEndpoint output = null;
        for (Visit visit : visits) {
            if (visit.endpoint() instanceof GpioEndpoint gpio && !gpio.isSimulate()) {
                pins.add(gpio.getPinNumber());
                output = gpio;
                commands(visit, gpio)
                        .forEach((command, effect) -> effects.computeIfAbsent(command, c -> new TreeSet<>())
                                .add(effect));
            }
        }
        if (output == null || effects.isEmpty()) {
            return;
        }
        String name = route.getRouteId();
        if (pins.size() > 1) {
            effects.keySet().forEach(command -> found.add(Entity.button(device, name, topic, command)));
        } else if (output.isPwm()) {
            dimmer(visits, device, name, topic, effects.keySet());
        } else {
            single(visits, device, name, topic, output, effects);
        }
    }

    private void single(
            List<Visit> visits,
            MqttDevice device,
            String name,
            String topic,
            GpioEndpoint output,
            Map<String, Set<String>> effects) {
        boolean switchable =
                Set.of("ON").equals(effects.get("ON")) && Set.of("OFF").equals(effects.get("OFF"));
        Optional<String> state = state(visits, device, topic, output);
        if (switchable) {
            Entity entity = Entity.switched(device, name, topic);
            found.add(state.map(entity::withState).orElse(entity));
        } else {
            state.ifPresent(at -> found.add(Entity.binarySensor(device, name, at)));
        }
        for (String command : effects.keySet()) {
            if (!switchable || !ON_OFF.contains(command)) {
                found.add(Entity.button(device, name, topic, command));
            }
        }
    }

    private void dimmer(List<Visit> visits, MqttDevice device, String name, String topic, Set<String> commands) {
        if (commands.containsAll(Flow.PERCENT.literals()) && commands.containsAll(ON_OFF)) {
            Entity entity = Entity.light(device, name, topic);
            found.add(answer(visits, Flow.PERCENT.literals())
                    .map(entity::withBrightness)
                    .orElse(entity));
        }
    }

    /** Which commands come to the output, and what it does then. */
    private static Map<String, String> commands(Visit visit, GpioEndpoint output) {
        Map<String, String> commands = new LinkedHashMap<>();
        GpioAction fixed = output.getAction();
        if (fixed == null && visit.untouched()) {
            // The command itself is what the output is told.
            Set<String> possible = new LinkedHashSet<>(output.isPwm() ? Flow.PERCENT.literals() : Set.of("TOGGLE"));
            possible.addAll(List.of("ON", "OFF"));
            possible.addAll(new TreeSet<>(visit.began().literals()));
            possible.stream().filter(visit.began()::canBe).forEach(command -> commands.put(command, command));
            return commands;
        }
        String effect = fixed != null ? fixed.name() : only(visit.body());
        if (effect != null) {
            new TreeSet<>(visit.began().literals()).forEach(command -> commands.put(command, effect));
            if (visit.began().canBe(effect)) {
                commands.put(effect, effect);
            }
        }
        return commands;
    }

    private static @Nullable String only(Bodies body) {
        return !body.open() && body.literals().size() == 1
                ? body.literals().iterator().next()
                : null;
    }

    /** Where the state is: where it is kept for whoever comes late, or else what the route answers with. */
    private Optional<String> state(List<Visit> visits, MqttDevice device, String topic, GpioEndpoint output) {
        String own = HomeTopics.state(topic);
        if (states && kept.putIfAbsent(own, new Kept(device, output, own)) == null) {
            return Optional.of(own);
        }
        return answer(visits, ON_OFF);
    }

    /** The topic at which such bodies are published, retained if there is one. */
    private static Optional<String> answer(List<Visit> visits, Set<String> bodies) {
        List<DeviceEndpoint> answers = visits.stream()
                .filter(visit -> visit.body().isAmong(bodies))
                .map(Visit::endpoint)
                .filter(DeviceEndpoint.class::isInstance)
                .map(DeviceEndpoint.class::cast)
                .toList();
        return answers.stream()
                .filter(mqtt -> mqtt.getConfiguration().isRetained())
                .findFirst()
                .or(() -> answers.stream().findFirst())
                .map(DeviceEndpoint::getTopic);
    }
}
