package dev.piroutes.page;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.console.DevConsole;
import org.apache.camel.util.json.JsonObject;

/** Asks Camel's developer consoles of pins, devices and broker. */
final class Consoles {
    private final CamelContext context;

    Consoles(CamelContext context) {
        this.context = context;
    }

    /** What a console says, or empty if this program has none of that name. */
    Optional<JsonObject> ask(String id, Map<String, Object> options) {
        return context.getRegistry().findByType(DevConsole.class).stream()
                .filter(console -> console.getId().equals(id))
                .findFirst()
                .map(console -> (JsonObject) console.call(DevConsole.MediaType.JSON, options));
    }
}
