package dev.piroutes.broker.pair;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.net.Address;
import org.jspecify.annotations.Nullable;

/**
 * What a node of a pair is told.
 *
 * @param role which of the two it is: at equal data the primary serves
 * @param host the address of this machine that the peer reaches, where the node listens for it
 * @param port the port there, of the copying; the next one is that of the nodes' talk
 * @param peer the other node, with the port of its copying
 * @param password known to both nodes and nobody else
 * @param witness a third machine that has to answer before a node goes on without its peer; none: {@code null}
 * @param start what to do at the start about data that may not be the newest
 */
public record PairSettings(
        Role role, String host, int port, Address peer, String password, @Nullable Address witness, Start start) {
    private static final int SHORTEST_PASSWORD = 8;
    private static final int HIGHEST_PORT = 65_534;

    /** Which node of the pair. */
    public enum Role {
        PRIMARY,
        BACKUP;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What a person decides who knows more than the nodes do. */
    public enum Start {
        /** The node with the newest data serves; a node that cannot know waits. */
        AUTO,
        /** This node serves with the data that it has, though its peer does not answer. */
        ALONE,
        /** This node puts its own data aside and takes the peer's. */
        YIELD
    }

    /**
     * Reads {@code HOST[:PORT]}.
     *
     * @throws BrokerException naming the setting
     */
    public static Address address(String setting, String text, int defaultPort) {
        return Address.parse(text, defaultPort)
                .filter(address -> address.port() >= 1 && address.port() <= HIGHEST_PORT)
                .orElseThrow(() -> new BrokerException(setting
                        + " must be HOST or HOST:PORT, with a port from 1 to " + HIGHEST_PORT + ", but was \"" + text
                        + "\""));
    }

    /** @throws BrokerException if the port is out of range, the password is short, or the peer is this node itself */
    public PairSettings {
        if (port < 1 || port > HIGHEST_PORT) {
            throw new BrokerException("pair.port must be between 1 and " + HIGHEST_PORT + ", but was " + port);
        }
        if (password.length() < SHORTEST_PASSWORD) {
            throw new BrokerException("pair.password must have " + SHORTEST_PASSWORD
                    + " characters or more, the same on both nodes; set it as PAIR_PASSWORD in the environment");
        }
        if (peer.equals(new Address(host, port))) {
            throw new BrokerException("pair.peer " + peer + " is this node itself; it must be the other one");
        }
    }

    /** Where the nodes talk about who serves. */
    static int talkPort(int port) {
        return port + 1;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "PairSettings[" + role + " at " + new Address(host, port) + ", peer " + peer + "]";
    }
}
