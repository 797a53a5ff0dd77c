package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.check.Suggestion;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Starts the broker from settings, and says how to reach it. */
final class Brokers {

    private Brokers() {}

    static Broker start(Settings settings) throws Exception {
        String etc = settings.get(Setting.BROKER_ETC);
        return Broker.start(new BrokerSettings(
                host(settings),
                settings.port(Setting.BROKER_PORT),
                etc == null ? null : Path.of(etc),
                Path.of(settings.require(Setting.BROKER_DATA))));
    }

    static String host(Settings settings) {
        String profile = settings.require(Setting.PROFILE);
        String host = settings.get(Setting.BROKER_HOST);
        return switch (profile) {
            case "default" -> Objects.requireNonNullElse(host, "127.0.0.1");
            case "lab" -> Objects.requireNonNullElse(host, "0.0.0.0");
            default ->
                throw new UsageException("profile must be default or lab, but was \"" + profile + "\""
                        + Suggestion.didYouMean(profile, List.of("default", "lab")));
        };
    }

    /** The address for clients in this process. */
    static String localUrl(Broker broker) {
        return "tcp://" + (everywhere(broker) ? "127.0.0.1" : broker.host()) + ":" + broker.port();
    }

    static List<String> describe(Broker broker, Settings settings) {
        if (!everywhere(broker) && isLoopback(broker.host())) {
            return List.of("broker   " + broker.host() + ":" + broker.port()
                    + ", anonymous, for this machine only (--profile=lab opens it to the network)");
        }
        List<String> lines = new ArrayList<>();
        List<String> addresses = everywhere(broker) ? addresses() : List.of(broker.host());
        lines.add("broker   open to the network: anyone on it may publish and read, no password is asked");
        lines.add("broker   a Pico's broker address is "
                + (addresses.isEmpty() ? "this machine's (it has none yet)" : String.join(" or ", addresses))
                + ", port "
                + broker.port());
        return lines;
    }

    private static boolean everywhere(Broker broker) {
        return broker.host().equals("0.0.0.0") || broker.host().equals("::");
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    static List<String> addresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
                    .map(InetAddress::getHostAddress)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }
}
