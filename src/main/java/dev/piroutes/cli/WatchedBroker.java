package dev.piroutes.cli;

import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.Listener;
import dev.piroutes.watch.Check;
import dev.piroutes.watch.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.util.json.JsonObject;

/** The broker alone, or one node of a pair. */
final class WatchedBroker implements Watched {

    /** What a node of a pair is for: to serve, or to be able to. */
    private static final Set<String> GOOD = Set.of("serving", "ready");

    private final String url;
    private final Supplier<List<Listener>> listeners;
    private final Supplier<String> phase;
    private final Supplier<Optional<BrokerFigures>> figures;
    private final CertificateWatch certificates;
    private final Supplier<List<String>> degraded;

    /**
     * @param url for clients
     * @param listeners where they can connect
     * @param phase what it does: {@code serving}, or what a node of a pair does in its place
     * @param degraded what a person has to look at
     */
    WatchedBroker(
            String url,
            Supplier<List<Listener>> listeners,
            Supplier<String> phase,
            Supplier<Optional<BrokerFigures>> figures,
            CertificateWatch certificates,
            Supplier<List<String>> degraded) {
        this.url = url;
        this.listeners = listeners;
        this.phase = phase;
        this.figures = figures;
        this.certificates = certificates;
        this.degraded = degraded;
    }

    @Override
    public List<String> degraded() {
        return degraded.get();
    }

    @Override
    public Optional<JsonObject> ask(String part) {
        if (part.equals("certificate")) {
            return Optional.of(certificates.toJson());
        }
        if (!part.equals("broker")) {
            return Optional.empty();
        }
        Optional<BrokerFigures> now = figures.get();
        JsonObject json = new JsonObject();
        json.put("url", url);
        json.put("embedded", false);
        json.put("running", now.isPresent());
        json.put("phase", phase.get());
        json.put("listeners", BrokerJson.listeners(listeners.get()));
        BrokerJson.add(json, now);
        return Optional.of(json);
    }

    @Override
    public List<Check> live() {
        return List.of(new Check("process", true, null));
    }

    @Override
    public List<Check> ready() {
        String now = phase.get();
        Optional<BrokerFigures> serving = figures.get();
        boolean up = GOOD.contains(now) && (!now.equals("serving") || serving.isPresent());
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("broker", up, up ? null : "the broker is " + now + ", and takes no connections"));
        serving.ifPresent(of -> checks.add(Check.deliveries(of.stalled())));
        return checks;
    }
}
