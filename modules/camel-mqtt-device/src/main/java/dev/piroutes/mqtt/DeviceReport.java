package dev.piroutes.mqtt;

import dev.piroutes.tls.CertificateInUse;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person should know of a device's connection, in words and as certificates. */
final class DeviceReport {

    private DeviceReport() {}

    /** What the broker does not take while it takes the rest, in words, or null. */
    static @Nullable String degraded(Connection own) {
        List<String> all = new ArrayList<>();
        own.outbox().heldTopics().forEach(topic -> all.add(own.heldMessage(topic)));
        int aside = own.outbox().setAside();
        if (aside > 0) {
            all.add(aside + (aside == 1 ? " message is" : " messages are")
                    + " set aside, because the broker would not take "
                    + (aside == 1 ? "it" : "them") + ": see pi-routes outbox");
        }
        return all.isEmpty() ? null : String.join("; ", all);
    }

    /** The certificates that its connection needs: its own, its authority's, and the one that the broker has shown. */
    static List<CertificateInUse> certificates(Connection open) {
        return certificates(open.options(), open.brokerCertificate().orElse(null));
    }

    /** @param shown the broker's, or null if it is not known */
    static List<CertificateInUse> certificates(DeviceOptions options, @Nullable X509Certificate shown) {
        if (options.serverUris().stream().noneMatch(DeviceTls::isMeant)) {
            return List.of();
        }
        List<CertificateInUse> certificates = new ArrayList<>();
        Credentials used = options.credentials();
        if (used.certificate() != null) {
            CertificateInUse.in(used.certificate(), options.clientId(), CertificateInUse.COPY)
                    .ifPresent(certificates::add);
        }
        if (used.ca() != null) {
            CertificateInUse.in(used.ca(), "the broker's authority", CertificateInUse.COPY)
                    .ifPresent(certificates::add);
        }
        if (shown != null) {
            certificates.add(new CertificateInUse(
                    "the broker",
                    String.join(", ", options.serverUris()),
                    shown,
                    "renew it where the broker runs ('pi-routes secure', if that is Pi Routes)"));
        }
        return certificates;
    }
}
