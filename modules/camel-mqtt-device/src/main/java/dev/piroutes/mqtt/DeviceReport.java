package dev.piroutes.mqtt;

import dev.piroutes.tls.CertificateInUse;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a person should know of a device's connection, in words, as certificates and as figures. */
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
        DeviceOptions options = open.options();
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
        open.brokerCertificate()
                .ifPresent(shown -> certificates.add(new CertificateInUse(
                        "the broker",
                        String.join(", ", options.serverUris()),
                        shown,
                        "renew it where the broker runs ('pi-routes secure', if that is Pi Routes)")));
        return certificates;
    }

    /** What a device has counted since the program started, for metrics and for {@code status}. */
    static JsonObject figures(Connection connection, long rejected, long retainedRefused) {
        Outbox outbox = connection.outbox();
        Inbox inbox = connection.inbox();
        JsonObject json = new JsonObject();
        json.put("connected", connection.connector().ready() ? 1 : 0);
        json.put("connects", connection.connector().connects());
        json.put("published", connection.published());
        json.put("acknowledged", outbox.acknowledgedCount());
        json.put("refused", outbox.refused());
        json.put("expired", outbox.expired());
        json.put("received", inbox.receivedCount());
        json.put("handled", inbox.handledCount());
        json.put("failed", inbox.failedCount());
        json.put("repeated", inbox.redelivered());
        json.put("rejected", rejected);
        json.put("discarded", connection.discards().count());
        json.put("retainedRefused", retainedRefused);
        json.put("outboxMessages", outbox.depth());
        json.put("outboxBytes", outbox.bytes());
        json.put("heldMessages", outbox.heldMessages());
        json.put("setAside", outbox.setAside());
        json.put("outboxOldestAge", outbox.oldestAge() / 1000.0);
        json.put("lastMessage", Math.max(outbox.lastAcknowledged(), inbox.lastReceived()) / 1000.0);
        return json;
    }
}
