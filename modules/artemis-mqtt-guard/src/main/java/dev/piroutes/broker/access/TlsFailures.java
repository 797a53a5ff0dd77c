package dev.piroutes.broker.access;

import dev.piroutes.files.Reason;
import io.netty.handler.ssl.NotSslRecordException;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why a client and the broker could not agree on TLS, in words that help. */
public final class TlsFailures {
    private TlsFailures() {}

    /** One line, to go on after the client's address. */
    public static String inWords(Throwable failure) {
        if (Reason.find(failure, NotSslRecordException.class).isPresent()) {
            return "it speaks without TLS on the port for TLS: use ssl:// (or mqtts://, wss://) and ca.pem";
        }
        String reason = Reason.of(Reason.root(failure));
        String text = Reason.chain(failure).stream()
                .map(Reason::of)
                .collect(Collectors.joining(" "))
                .toLowerCase(Locale.ROOT);
        if (text.contains("empty client certificate") || text.contains("null cert chain")) {
            return "it showed no certificate, and broker.client-certificates is required: give it its NAME.pem";
        }
        // With TLS 1.3 the alert of a client that goes at once cannot always be read: then the reason says nothing.
        boolean unread = text.contains("aead");
        if (unread || text.contains("received fatal alert")) {
            return "it does not trust this broker's certificate" + (unread ? "" : " (" + reason + ")")
                    + ": give it ca.pem, and a name of the broker that is in the certificate";
        }
        if (text.contains("protocol") && text.contains("not")) {
            return "it asks for a version of TLS that is too old (" + reason + "): TLS 1.2 is the oldest here";
        }
        if (text.contains("certif") || text.contains("path")) {
            return "its certificate is not of this broker's authority (" + reason + "): give it its NAME.pem";
        }
        return "TLS failed: " + reason;
    }
}
