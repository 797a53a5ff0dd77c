package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.LineState;
import java.util.Map;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Camel's developer console {@code gpio}: the board, and every pin that a route has, with {@code figures=true} and its
 * counters. Changes nothing.
 */
final class GpioDevConsole extends AbstractDevConsole {
    private final GpioComponent component;

    GpioDevConsole(GpioComponent component) {
        super("piroutes", "gpio", "GPIO", "Board and pins in use");
        this.component = component;
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        Board board = component.findBoard();
        boolean figures = Boolean.TRUE.equals(options.get("figures"));
        JsonArray pins = new JsonArray();
        for (LineState line : board.lines()) {
            component.pins().use(line.pin()).ifPresent(use -> pins.add(pin(line, use, figures)));
        }
        JsonObject json = new JsonObject();
        json.put("board", board.describe());
        json.put("virtual", board.isVirtual());
        json.put("pins", pins);
        return json;
    }

    private JsonObject pin(LineState line, PinUse use, boolean withFigures) {
        GpioState state = GpioState.of(line.level(), use.activeLow());
        JsonObject json = new JsonObject();
        json.put("pin", line.pin());
        json.put("header", new Pin(line.pin()).header());
        json.put("use", use.kind());
        json.put("level", line.level().name());
        json.put("state", state.name());
        json.put("activeLow", use.activeLow());
        json.put("routes", new JsonArray(use.routes()));
        json.put("endpoint", use.endpoint());
        if (use.kind().equals("input")) {
            json.put("debounce", use.debounce());
        }
        if (withFigures) {
            JsonObject figures = new JsonObject();
            figures.put("on", state == GpioState.ON ? 1 : 0);
            figures.put("edges", component.edges.getOrDefault(line.pin(), 0L));
            figures.put("events", component.events.getOrDefault(line.pin(), 0L));
            json.put("figures", figures);
        }
        return json;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        JsonObject json = doCallJson(options);
        StringBuilder text = new StringBuilder().append(json.getString("board")).append('\n');
        for (Object entry : (JsonArray) json.get("pins")) {
            JsonObject pin = (JsonObject) entry;
            text.append(
                    "  GP%s %s %s %s%n".formatted(pin.get("pin"), pin.get("use"), pin.get("state"), pin.get("routes")));
        }
        return text.toString();
    }
}
