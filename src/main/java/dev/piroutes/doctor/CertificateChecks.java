package dev.piroutes.doctor;

import dev.piroutes.source.Finding;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.CertificateInUse.State;
import dev.piroutes.words.Count;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether certificates in use are valid, and for how long. */
public final class CertificateChecks {

    private CertificateChecks() {}

    /** A line for each that somebody has to do something about, and one for the rest. */
    public static List<Finding> look(List<CertificateInUse> inUse, Instant now) {
        Set<String> seen = new HashSet<>();
        List<CertificateInUse> all =
                inUse.stream().filter(certificate -> seen.add(certificate.id())).toList();
        Stream<Finding> bad = all.stream()
                .filter(certificate -> certificate.at(now) != State.GOOD)
                .map(certificate -> finding(certificate, now));
        List<CertificateInUse> good = all.stream()
                .filter(certificate -> certificate.at(now) == State.GOOD)
                .toList();
        Stream<Finding> rest = good.stream()
                .min(Comparator.comparing(CertificateInUse::ends))
                .map(first -> Finding.ok(
                        "tls",
                        Count.of(good.size(), "good certificate") + ", the first to end: "
                                + first.inWords(first.nameAndPlace(), now)))
                .stream();
        return Stream.concat(bad, rest).toList();
    }

    private static Finding finding(CertificateInUse certificate, Instant now) {
        String text = certificate.inWords(certificate.nameAndPlace(), now);
        return certificate.at(now) == State.ENDS_SOON ? Finding.warning("tls", text) : Finding.error("tls", text);
    }
}
