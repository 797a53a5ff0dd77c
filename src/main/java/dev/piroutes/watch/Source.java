package dev.piroutes.watch;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What metrics are about: things of one kind, each with its figures. Of all of them there are as many as in the files. */
enum Source {
    DEVICE("mqtt-device", "devices", "clientId", "device"),
    PIN("gpio", "pins", "pin", "pin"),
    ROUTE("route", "routes", "route", "route"),
    BROKER("broker", null, "", null),
    OFFENCE("broker", "offences", "kind", "kind"),
    CERTIFICATE("certificate", "certificates", "name", "certificate");

    /** The figures of one thing. @param label what tells it from the others, or null if there are none */
    record Row(@Nullable String label, JsonObject figures) {}

    private final String part;
    private final @Nullable String list;
    private final String key;
    private final @Nullable String label;

    /**
     * @param part to be asked
     * @param list where it has the things, or null if it is the only one
     * @param key what tells a thing from others
     * @param label what that is called in metrics
     */
    Source(String part, @Nullable String list, String key, @Nullable String label) {
        this.part = part;
        this.list = list;
        this.key = key;
        this.label = label;
    }

    @Nullable
    String label() {
        return label;
    }

    List<Row> rows(Watched watched) {
        List<Row> rows = new ArrayList<>();
        watched.ask(part).ifPresent(json -> {
            if (list == null) {
                add(rows, null, json);
            } else if (json.get(list) instanceof JsonArray things) {
                for (Object thing : things) {
                    String name = String.valueOf(((JsonObject) thing).get(key));
                    add(rows, this == PIN ? "GP" + name : name, (JsonObject) thing);
                }
            }
        });
        return rows;
    }

    private static void add(List<Row> rows, @Nullable String label, JsonObject thing) {
        if (thing.get("figures") instanceof JsonObject figures) {
            rows.add(new Row(label, figures));
        }
    }
}
