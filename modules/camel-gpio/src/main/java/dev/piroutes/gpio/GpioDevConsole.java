package dev.piroutes.gpio;

import dev.piroutes.json.Json;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code gpio}: the board, and every pin that a route has, with its counters. Changes nothing. */
final class GpioDevConsole extends AbstractDevConsole {
    private final GpioComponent component;

    GpioDevConsole(GpioComponent component) {
        super("piroutes", "gpio", "GPIO", "Board and pins in use");
        this.component = component;
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        return new JsonObject(Json.of(component.status()));
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        BoardStatus status = component.status();
        return status.pins().stream()
                .map(pin -> "  %s %s %s %s%n".formatted(pin.name(), pin.use(), pin.state(), pin.routes()))
                .collect(Collectors.joining("", status.board() + "\n", ""));
    }
}
