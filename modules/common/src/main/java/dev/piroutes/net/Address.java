package dev.piroutes.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine and a TCP port.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without brackets, with its zone if it needs one
 * @param port from 0 to 65535
 */
public record Address(String host, int port) {

    /** As {@link java.net.URI} does, but for {@code _}: names in a container network have it. */
    private static final Pattern NAME =
            Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_-]|(?<!-)\\.(?=[A-Za-z0-9_]))*(?<!-)\\.?");

    private static final Pattern IPV4 =
            Pattern.compile("(OCTET)(\\.(OCTET)){3}".replace("OCTET", "25[0-5]|2[0-4][0-9]|1?[0-9]{1,2}"));
    private static final Pattern IPV6 =
            Pattern.compile("((?!\\.)[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(%(25)?([A-Za-z0-9._-]+))?");
    /** {@code 127.1} is {@code 127.0.0.1}, as everywhere. */
    private static final Pattern IPV4_LOOPBACK = Pattern.compile("127(\\.(25[0-5]|(2[0-4]|1?[0-9])?[0-9])){1,3}");

    /** As {@code /etc/hosts} has them. */
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "ip6-localhost", "ip6-loopback");

    private static final Pattern PARTS = Pattern.compile("(?:\\[([^\\[\\]]+)]|([^:\\[\\]]{1,255}))(?::([0-9]{1,5}))?");

    /** Reads {@code HOST}, {@code HOST:PORT}, {@code IPV6} or {@code [IPV6]:PORT}; nothing if it is none of them. */
    public static Optional<Address> parse(String text, int defaultPort) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return ipv6(text).map(host -> new Address(host, defaultPort));
        }
        int port = parts.group(3) == null ? defaultPort : Integer.parseInt(parts.group(3));
        boolean isPort = parts.group(3) == null || port > 0 && port <= 65_535;
        return (parts.group(1) == null
                        ? Optional.of(parts.group(2)).filter(NAME.asMatchPredicate())
                        : ipv6(parts.group(1)))
                .filter(host -> isPort)
                .map(host -> new Address(host, port));
    }

    /** The other end of a connection, by its number. */
    public static Address of(InetSocketAddress address) {
        return new Address(
                address.isUnresolved()
                        ? address.getHostString()
                        : address.getAddress().getHostAddress(),
                address.getPort());
    }

    private static Optional<String> ipv6(String text) {
        Matcher parts = IPV6.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress.getByName(parts.group(1)); // asks nobody: what has a colon is no name
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
        return Optional.of(parts.group(1) + (parts.group(4) == null ? "" : "%" + parts.group(4)));
    }

    /** Whether a host is a number, IPv4 or IPv6, and no name. */
    public static boolean isNumber(String host) {
        return IPV4.matcher(host).matches() || ipv6(host).isPresent();
    }

    /** Whether a host, as one to listen on, means every network. */
    public static boolean isEverywhere(String host) {
        return number(host).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    /** Whether a host is this machine alone, however that is written, in brackets or not; no name is looked up. */
    public static boolean isLoopback(String host) {
        String plain = unbracketed(host).toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(plain)
                || IPV4_LOOPBACK.matcher(plain).matches()
                || number(plain).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static Optional<InetAddress> number(String host) {
        try {
            return isNumber(host) ? Optional.of(InetAddress.getByName(host)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty(); // a zone that this machine does not have
        }
    }

    /** A host without the brackets that people write around an IPv6 address. */
    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** A host where a port may follow it: an IPv6 address in brackets. */
    public static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    public InetSocketAddress toSocketAddress() {
        return new InetSocketAddress(host, port);
    }

    /** {@code HOST:PORT}, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return bracketed(host) + ":" + port;
    }
}
