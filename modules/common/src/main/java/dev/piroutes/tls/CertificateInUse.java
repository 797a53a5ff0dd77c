package dev.piroutes.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A certificate that somebody here needs, and when it begins and ends.
 *
 * @param name whose it is: {@code server}, {@code authority}, a user, a device
 * @param place the file it is in, or the address it was shown at
 * @param id what tells it from every other certificate
 * @param cure what to do when it ends, to go on after a semicolon
 */
public record CertificateInUse(String name, String place, String id, Instant begins, Instant ends, String cure) {
    /** How long before its end a certificate is warned of. */
    public static final Duration SOON = Duration.ofDays(30);

    /** What to do when a certificate for a connection to a broker elsewhere ends. */
    public static final String COPY = "renew it with 'pi-routes secure' where the broker runs, and copy it here";

    private static final Logger LOG = LoggerFactory.getLogger(CertificateInUse.class);

    /** How it is at a time. */
    public enum State {
        GOOD,
        NOT_YET,
        ENDS_SOON,
        ENDED
    }

    public CertificateInUse(String name, String place, X509Certificate certificate, String cure) {
        this(
                name,
                place,
                certificate.getIssuerX500Principal().getName() + " " + certificate.getSerialNumber(),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                cure);
    }

    /** The first certificate of a file; empty if there is none, or it cannot be read. */
    public static Optional<CertificateInUse> in(Path file, String name, String cure) {
        try {
            return Optional.of(new CertificateInUse(
                    name, file.toString(), Certificates.read(file).get(0), cure));
        } catch (IOException | GeneralSecurityException e) {
            LOG.debug("{} cannot be looked at: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    public State at(Instant now) {
        if (now.isBefore(begins)) {
            return State.NOT_YET;
        }
        if (now.isAfter(ends)) {
            return State.ENDED;
        }
        return now.plus(SOON).isAfter(ends) ? State.ENDS_SOON : State.GOOD;
    }

    /**
     * What a person has to know of it, in one line.
     *
     * @param whose its name and place, or the names of several like it
     */
    public String inWords(String whose, Instant now) {
        return switch (at(now)) {
            case GOOD -> "certificate of " + whose + " ends on " + Dates.day(ends);
            case NOT_YET -> Trust.notYet("the certificate of " + whose, begins, now);
            case ENDS_SOON ->
                "certificate of " + whose + " ends on " + Dates.day(ends) + ", " + days(Duration.between(now, ends))
                        + "; " + cure;
            case ENDED -> "certificate of " + whose + " ended on " + Dates.day(ends) + "; " + cure;
        };
    }

    /** Its name and where it is. */
    public String nameAndPlace() {
        return name + " (" + place + ")";
    }

    private static String days(Duration left) {
        return switch ((int) left.toDays()) {
            case 0 -> "in less than a day";
            case 1 -> "in 1 day";
            default -> "in " + left.toDays() + " days";
        };
    }
}
