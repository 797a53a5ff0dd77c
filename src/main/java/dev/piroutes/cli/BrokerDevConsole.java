package dev.piroutes.cli;

import dev.piroutes.broker.mqtt.Clash;
import java.util.Map;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * Camel's developer console {@code broker}: the broker of this program. With the option {@code stop=SECONDS} it stops it
 * first, and starts it again after so many seconds; with {@code figures=true} it has its figures.
 */
final class BrokerDevConsole extends AbstractDevConsole {
    private final EmbeddedBroker broker;

    BrokerDevConsole(EmbeddedBroker broker) {
        super("piroutes", "broker", "Broker", "The embedded broker");
        this.broker = broker;
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        if (options.get("stop") instanceof Integer seconds) {
            broker.pause(seconds);
        }
        JsonObject json = new JsonObject();
        json.put("url", broker.url());
        json.put("embedded", true);
        json.put("running", broker.running());
        json.put("detail", broker.detail());
        json.put("clashes", clashes());
        json.put("listeners", BrokerJson.listeners(broker.listeners()));
        if (Boolean.TRUE.equals(options.get("figures"))) {
            BrokerJson.add(json, broker.figures());
        }
        return json;
    }

    private JsonArray clashes() {
        JsonArray clashes = new JsonArray();
        for (Clash clash : broker.clashes()) {
            JsonObject json = new JsonObject();
            json.put("clientId", clash.clientId());
            json.put("newer", clash.newer());
            json.put("older", clash.older());
            clashes.add(json);
        }
        return clashes;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        JsonObject json = doCallJson(options);
        return json.get("url") + (Boolean.TRUE.equals(json.get("running")) ? "" : ", stopped for a while") + "\n";
    }
}
