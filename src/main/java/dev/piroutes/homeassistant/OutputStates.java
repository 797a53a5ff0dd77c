package dev.piroutes.homeassistant;

import dev.piroutes.board.Board;
import dev.piroutes.board.LineState;
import dev.piroutes.gpio.GpioComponent;
import dev.piroutes.gpio.GpioConstants;
import dev.piroutes.gpio.GpioState;
import dev.piroutes.gpio.Pin;
import dev.piroutes.mqtt.MqttDevice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the states of outputs at the broker, retained: the pin's, whatever moves it. */
final class OutputStates {

    /** @param activeLow whether it is on when its level is low */
    private record Output(MqttDevice device, String topic, int pin, boolean activeLow) {}

    private static final Logger LOG = LoggerFactory.getLogger(OutputStates.class);

    private final CamelContext context;
    private volatile List<Output> kept = List.of();
    private @Nullable Board followed;

    OutputStates(CamelContext context) {
        this.context = context;
    }

    /** Publishes the states that there are now, and follows them from here on; clears those that are declared no more. */
    void keep(Map<MqttDevice, List<Entity>> declared) {
        List<Output> before = kept;
        kept = outputs(declared);
        Board board = context.getRegistry().findSingleByType(Board.class);
        if (board != null && !kept.isEmpty()) {
            if (followed == null) {
                followed = board;
                board.addListener((pin, level, nanoTime) -> publish(new LineState(pin, true, level)));
            }
            publish(board);
        }
        before.stream()
                .filter(old -> kept.stream().noneMatch(now -> now.topic().equals(old.topic())))
                .forEach(old -> declared.keySet().stream()
                        .filter(device -> device.name().equals(old.device().name()))
                        .forEach(device -> device.announce(old.topic(), "")));
    }

    /** Takes back what was kept before. */
    static void clear(Map<MqttDevice, List<Entity>> declared) {
        declared.forEach((device, entities) -> entities.stream()
                .filter(Entity::hasPin)
                .forEach(entity -> device.announce(entity.option(Entity.PIN_STATE_TOPIC), "")));
    }

    private List<Output> outputs(Map<MqttDevice, List<Entity>> declared) {
        List<Output> outputs = new ArrayList<>();
        if (context.hasComponent(GpioConstants.SCHEME) instanceof GpioComponent gpio) {
            declared.forEach((device, entities) -> entities.stream()
                    .filter(Entity::hasPin)
                    .forEach(entity -> {
                        int pin = Pin.parse(entity.option(Entity.PIN)).number();
                        gpio.status()
                                .pin(pin)
                                .ifPresent(used -> outputs.add(new Output(
                                        device, entity.option(Entity.PIN_STATE_TOPIC), pin, used.activeLow())));
                    }));
        }
        return outputs;
    }

    /** A pin may move meanwhile: the listener publishes it, maybe before this does. What is published last has to be right. */
    private void publish(Board board) {
        List<LineState> published;
        do {
            published = board.lines();
            published.forEach(this::publish);
        } while (!published.equals(board.lines()));
    }

    private void publish(LineState line) {
        for (Output output : kept) {
            if (output.pin() == line.pin()) {
                output.device()
                        .announce(
                                output.topic(),
                                GpioState.of(line.level(), output.activeLow()).name());
            }
        }
    }
}
