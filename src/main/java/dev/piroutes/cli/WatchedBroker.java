package dev.piroutes.cli;

import dev.piroutes.broker.BrokerFigures;
import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.watch.CertificateStatus;
import dev.piroutes.watch.Check;
import dev.piroutes.watch.Watched;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The broker alone, or one node of a pair. */
final class WatchedBroker implements Watched {

    /** What a node of a pair is for: to serve, or to be able to. */
    private static final Set<String> GOOD = Set.of("serving", "ready");

    private final Supplier<BrokerStatus> status;
    private final CertificateWatch certificates;
    private final Supplier<List<String>> degraded;

    /** @param degraded what a person has to look at */
    WatchedBroker(Supplier<BrokerStatus> status, CertificateWatch certificates, Supplier<List<String>> degraded) {
        this.status = status;
        this.certificates = certificates;
        this.degraded = degraded;
    }

    @Override
    public List<String> degraded() {
        return degraded.get();
    }

    @Override
    public Optional<BrokerStatus> broker() {
        return Optional.of(status.get());
    }

    @Override
    public List<CertificateStatus> certificates() {
        return certificates.status();
    }

    @Override
    public List<Check> live() {
        return List.of(new Check("process", true, null));
    }

    @Override
    public List<Check> ready() {
        BrokerStatus now = status.get();
        BrokerFigures figures = now.figures();
        String phase = String.valueOf(now.phase());
        boolean up = GOOD.contains(phase) && (!phase.equals("serving") || figures != null);
        List<Check> checks = new ArrayList<>();
        checks.add(new Check("broker", up, up ? null : "the broker is " + phase + ", and takes no connections"));
        if (figures != null) {
            checks.add(Check.deliveries(figures.stalled()));
        }
        return checks;
    }
}
