package dev.piroutes.broker;

import java.nio.file.Path;
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
 */
public record BrokerSettings(String host, int port, @Nullable Path etc, Path data) {
    private static final int MAX_PORT = 65_535;

    /** @throws BrokerException if the host is blank or the port is out of range */
    public BrokerSettings {
        if (host.isBlank()) {
            throw new BrokerException("broker.host must not be empty");
        }
        if (port < 0 || port > MAX_PORT) {
            throw new BrokerException("broker.port must be between 0 and " + MAX_PORT + ", but was " + port);
        }
    }
}
