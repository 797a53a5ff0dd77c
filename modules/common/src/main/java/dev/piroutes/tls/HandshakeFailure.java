package dev.piroutes.tls;

import dev.piroutes.files.Reason;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Why a client and a broker could not agree on TLS, in words that help at the client. */
public final class HandshakeFailure {
    private static final Pattern ALERT = Pattern.compile("received fatal alert: (\\w+)");

    private HandshakeFailure() {}

    /** One line, if TLS is what has failed. */
    public static Optional<String> inWords(Throwable failure) {
        Optional<CertificateProblem> certificate = Reason.find(failure, CertificateProblem.class);
        if (certificate.isPresent()) {
            return certificate.map(CertificateProblem::getMessage);
        }
        return Reason.find(failure, SSLException.class).map(e -> inWords(Reason.of(e)));
    }

    private static String inWords(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("unrecognized ssl message")) {
            return "the broker speaks without TLS on that port: use tcp:// there, or the port that it has for TLS";
        }
        if (text.contains("terminated the handshake")) {
            return "the broker ended the connection during the TLS handshake: is that its port for TLS? Its log says why";
        }
        Matcher alert = ALERT.matcher(text);
        if (!alert.find()) {
            return "TLS failed: " + reason;
        }
        return switch (alert.group(1)) {
            case "certificate_required",
                    "bad_certificate",
                    "certificate_unknown",
                    "unknown_ca",
                    "certificate_expired",
                    "certificate_revoked",
                    "unsupported_certificate",
                    "access_denied" ->
                "the broker does not accept this client's certificate (" + alert.group(1)
                        + "): give it the NAME.pem that 'pi-routes secure' makes (mqtt.credentials)";
            case "protocol_version", "insufficient_security", "handshake_failure" ->
                "the broker and this program have no version of TLS in common (" + alert.group(1)
                        + "): TLS 1.2 or 1.3 is needed";
            default -> "the broker ended the TLS handshake (" + alert.group(1) + "): its log says why";
        };
    }
}
