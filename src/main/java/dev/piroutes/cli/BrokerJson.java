package dev.piroutes.cli;

import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.Listener;
import java.util.List;
import java.util.Optional;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** A broker's figures for whoever watches it. */
final class BrokerJson {

    private BrokerJson() {}

    /** Adds {@code figures} and {@code offences}. @param now of a broker that does not run: none */
    static void add(JsonObject json, Optional<BrokerFigures> now) {
        JsonObject figures = new JsonObject();
        figures.put("up", now.isPresent() ? 1 : 0);
        now.ifPresent(of -> {
            figures.put("connections", of.connections());
            figures.put("connects", of.connects());
            figures.put("sessions", of.sessions());
            figures.put("subscriptions", of.subscriptions());
            figures.put("queued", of.queued());
            figures.put("memory", of.memory());
            figures.put("received", of.received());
            figures.put("sent", of.sent());
            figures.put("stalls", of.stalls());
            figures.put("stalled", of.stalled());
            figures.put("dropped", of.dropped());
            figures.put("retained", of.retained());
            figures.put("denied", of.denied());
            figures.put("diskUsed", of.diskUsed());
            figures.put("diskFree", of.diskFree());
            json.put("offences", offences(of));
        });
        json.put("figures", figures);
    }

    /** Where clients can connect. */
    static JsonArray listeners(List<Listener> all) {
        JsonArray listeners = new JsonArray();
        for (Listener one : all) {
            JsonObject listener = new JsonObject();
            listener.put("name", one.name());
            listener.put("address", one.address());
            listener.put("tls", one.tls());
            listener.put("loopback", one.isLoopback());
            listeners.add(listener);
        }
        return listeners;
    }

    private static JsonArray offences(BrokerFigures figures) {
        JsonArray offences = new JsonArray();
        figures.offences().forEach((kind, count) -> {
            JsonObject counted = new JsonObject();
            counted.put("count", count);
            JsonObject offence = new JsonObject();
            offence.put("kind", kind);
            offence.put("figures", counted);
            offences.add(offence);
        });
        return offences;
    }
}
