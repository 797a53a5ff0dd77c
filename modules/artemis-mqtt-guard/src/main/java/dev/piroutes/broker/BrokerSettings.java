package dev.piroutes.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a broker listens and where it keeps its state.
 *
 * @param host the address to listen on, a name or a number. {@code 127.0.0.1}, the default of Pi Routes, is reached from
 *     this machine only; {@code 0.0.0.0} from every network.
 * @param port the TCP port, 0 to 65535; 0 takes any free one, which {@link Broker#port()} tells.
 * @param etc the folder of {@code broker.xml}. {@code null}: {@code broker-etc} in the working directory if it exists,
 *     else the copy in the jar.
 * @param data the folder of the journal; created if missing. One broker at a time can use it.
 * @param overlays files beside {@code broker.xml}, laid over it in this order: {@code secure.xml}
 * @param values what other placeholders of these files stand for, by name
 */
public record BrokerSettings(
        String host, int port, @Nullable Path etc, Path data, List<String> overlays, Map<String, String> values) {
    /** Among the values: seconds that clients may take to come back after a crash before their wills are sent. */
    public static final String WILL_GRACE = "broker.will-grace";

    /** Among the values: the PEM file of a certificate of one's own for the acceptor {@code mqtt}; it may be missing. */
    public static final String CERTIFICATE = "broker.certificate";

    /** Among the values: the PEM file of its key; if it is missing, {@code privkey.pem} beside it. */
    public static final String CERTIFICATE_KEY = "broker.certificate-key";

    /** The overlay of the profile secure: users, and TLS for whoever comes from elsewhere. */
    public static final String SECURE = "secure.xml";
    /** The overlay that links the two nodes of a pair. */
    public static final String PAIR_LINK = "pair/link.xml";

    private static final String DEFAULT_WILL_GRACE = "30";
    private static final int MAX_PORT = 65_535;

    /** @throws BrokerException if the host is blank or the port is out of range */
    public BrokerSettings {
        if (host.isBlank()) {
            throw new BrokerException("broker.host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new BrokerException("broker.port must be between 0 and " + MAX_PORT + ", but was " + port);
        }
        overlays = List.copyOf(overlays);
        values = Map.copyOf(values);
    }

    boolean isSecure() {
        return overlays.contains(SECURE);
    }

    boolean isPaired() {
        return overlays.contains(PAIR_LINK);
    }

    /** How long after a crash clients may take to come back before their wills are sent. */
    Duration willGrace() {
        String seconds = values.getOrDefault(WILL_GRACE, DEFAULT_WILL_GRACE);
        try {
            return Duration.ofSeconds(Integer.parseUnsignedInt(seconds));
        } catch (NumberFormatException e) {
            throw new BrokerException(
                    WILL_GRACE + " must be a whole number of seconds, 0 or more, but was \"" + seconds + "\"", e);
        }
    }

    /** {@code broker.xml} alone. */
    public BrokerSettings(String host, int port, @Nullable Path etc, Path data) {
        this(host, port, etc, data, List.of(), Map.of());
    }

    /** Shows no value: there may be passwords among them. */
    @Override
    public String toString() {
        return "BrokerSettings[" + host + ":" + port + ", data " + data + ", overlays " + overlays + "]";
    }
}
