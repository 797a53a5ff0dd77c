package dev.piroutes.watch;

import dev.piroutes.tls.CertificateInUse;

/**
 * A certificate in use, as it is now.
 *
 * @param name whose it is, different from all others'
 * @param text what a person has to know of it
 */
public record CertificateStatus(String name, String place, CertificateInUse.State state, String text, Figures figures) {

    /** @param notAfter when it ends, in seconds since 1970 */
    public record Figures(long notAfter) {}
}
