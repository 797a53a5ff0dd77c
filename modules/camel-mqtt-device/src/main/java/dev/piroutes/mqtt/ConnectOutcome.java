package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.CertificateInUse.State;
import dev.piroutes.tls.CertificateProblem;
import dev.piroutes.tls.HandshakeFailure;
import java.io.EOFException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** How an attempt to connect went, or what else was asked of a broker, and what to say of it. */
enum ConnectOutcome {
    CONNECTED,
    /** No broker answered: it may come later. */
    AWAY,
    /** The broker does not take this user name and password. */
    BAD_CREDENTIALS,
    /** The broker knows the user, and does not permit it to connect like this: its will, its certificate. */
    NOT_PERMITTED,
    /** The broker does not take this client id. */
    BAD_CLIENT_ID,
    /** The broker has answered that it does not take this now, and has said why. */
    REFUSED,
    /** The broker does not speak the device's version of MQTT. */
    OTHER_PROTOCOL,
    /** TLS failed: a certificate is not accepted, by the one side or the other. It may be renewed, or the clock be set. */
    TLS;

    /** Whether trying again cannot help: somebody has to change a setting. */
    boolean isFinal() {
        return this != CONNECTED && this != AWAY && this != REFUSED && this != TLS;
    }

    String inWords(DeviceOptions options, TransportException e) {
        String broker = String.join(", ", options.serverUris());
        Credentials credentials = options.credentials();
        boolean anonymous = credentials.username() == null;
        return switch (this) {
            case CONNECTED -> "connected to " + broker;
            case AWAY ->
                "no broker at " + broker
                        + (Reason.root(e) instanceof UnknownHostException
                                ? " (no machine of that name is known here now)"
                                : because(e));
            case BAD_CREDENTIALS ->
                "the broker at " + broker + " refuses " + credentials.who() + ": " + (anonymous ? "set" : "check")
                        + " mqtt.credentials, or mqtt.username and mqtt.password";
            case NOT_PERMITTED ->
                "the broker at " + broker + " does not permit " + (anonymous ? "anybody" : credentials.who())
                        + " to connect as \"" + options.clientId() + "\""
                        + (options.statusTopic() == null ? "" : " with a will on " + options.statusTopic())
                        + ": the broker's log says what is missing";
            case BAD_CLIENT_ID -> "the broker at " + broker + " refuses client id \"" + options.clientId() + "\"";
            case REFUSED -> "the broker at " + broker + " refuses the connection: " + Reason.of(e);
            case OTHER_PROTOCOL ->
                "the broker at " + broker + " does not speak MQTT 5: protocolVersion of this device must be 3.1.1";
            case TLS ->
                "no TLS with " + broker + ": "
                        + Reason.find(e, CertificateProblem.class)
                                .map(CertificateProblem::getMessage)
                                .or(() -> ownCertificate(options))
                                .or(() -> HandshakeFailure.inWords(e))
                                .orElse("failed");
        };
    }

    /** Whether the next attempt costs nobody anything and may succeed at any moment: nothing has to be restarted for it. */
    static boolean isLocal(TransportException e) {
        return Reason.root(e) instanceof UnknownHostException
                || Reason.find(e, CertificateProblem.class)
                        .filter(problem -> problem.kind() == CertificateProblem.Kind.NOT_YET)
                        .isPresent();
    }

    /** A broker that asks for certificates only says "certificate_unknown" to one that has ended. */
    private static Optional<String> ownCertificate(DeviceOptions options) {
        Path file = options.credentials().certificate();
        if (file == null) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        return CertificateInUse.in(file, options.clientId(), CertificateInUse.COPY)
                .filter(own -> own.at(now) == State.ENDED || own.at(now) == State.NOT_YET)
                .map(own -> own.inWords(own.nameAndPlace(), now));
    }

    /** The cause in parentheses; that the other side has closed the connection is no more than that it is lost. */
    static String because(Throwable e) {
        Throwable root = Reason.root(e);
        return root instanceof EOFException && root.getMessage() == null ? "" : " (" + Reason.of(root) + ")";
    }
}
