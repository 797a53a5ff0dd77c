package dev.piroutes.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a certificate is for.
 *
 * @param hosts names, in small letters; {@code *.example} is for one more level
 * @param addresses numbers
 */
public record CertificateNames(Set<String> hosts, Set<String> addresses) {
    private static final Integer HOST = 2;
    private static final Integer ADDRESS = 7;

    public static CertificateNames of(X509Certificate certificate) {
        return new CertificateNames(names(certificate, HOST), names(certificate, ADDRESS));
    }

    private static Set<String> names(X509Certificate certificate, Integer kind) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return (all == null ? Stream.<List<?>>empty() : all.stream())
                    .filter(name -> kind.equals(name.get(0)))
                    .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (CertificateParsingException e) {
            return Set.of(); // nobody can find a name in it
        }
    }

    public boolean isFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return hosts.contains(name) || hosts.contains(name.replaceFirst("^[^.]+", "*"));
    }

    @Override
    public String toString() {
        return Stream.concat(hosts.stream(), addresses.stream()).collect(Collectors.joining(", "));
    }
}
