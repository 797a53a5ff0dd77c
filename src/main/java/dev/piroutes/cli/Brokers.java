package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.Listener;
import dev.piroutes.net.Address;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Starts the broker from settings, and says how to reach it. */
final class Brokers {

    private Brokers() {}

    static Broker start(Settings settings) {
        return Broker.start(settings(settings));
    }

    static BrokerSettings settings(Settings settings) {
        String etc = settings.get(Setting.BROKER_ETC);
        boolean secure = Profile.of(settings) == Profile.SECURE;
        return new BrokerSettings(
                host(settings),
                port(settings),
                etc == null ? null : Path.of(etc),
                Path.of(settings.require(Setting.BROKER_DATA)),
                secure ? List.of(Secured.OVERLAY) : List.of(),
                values(settings, secure));
    }

    private static Map<String, String> values(Settings settings, boolean secure) {
        Map<String, String> values = new HashMap<>(secure ? Secured.values(settings) : Map.of());
        values.put(BrokerSettings.WILL_GRACE, settings.require(Setting.BROKER_WILL_GRACE));
        return values;
    }

    static String host(Settings settings) {
        Profile profile = Profile.of(settings);
        return Objects.requireNonNullElse(settings.get(Setting.BROKER_HOST), profile.host());
    }

    static int port(Settings settings) {
        if (settings.get(Setting.BROKER_PORT) == null) {
            settings.put(Setting.BROKER_PORT.key(), Profile.of(settings).port());
        }
        return settings.port(Setting.BROKER_PORT);
    }

    /** The address for clients in this process. */
    static String localUrl(Settings settings) {
        return localUrl(host(settings), port(settings), settings);
    }

    static String localUrl(String host, int port, Settings settings) {
        return (Profile.of(settings) == Profile.SECURE ? "ssl://" : "tcp://")
                + new Address(Address.isEverywhere(host) ? "127.0.0.1" : host, port);
    }

    static List<String> describe(Broker broker, Settings settings) {
        return describe(broker.listeners(), broker.hasUsers(), settings);
    }

    /**
     * Who can connect where.
     *
     * @param listeners the one of the settings first
     * @param users whether its configuration asks every client who it is
     */
    static List<String> describe(List<Listener> listeners, boolean users, Settings settings) {
        List<String> lines = new ArrayList<>(describe(listeners.get(0), users, settings));
        listeners.stream()
                .skip(1)
                .map(listener -> "broker   also on " + listener.address() + " (acceptor " + listener.name() + "), "
                        + describe(listener, users))
                .forEach(lines::add);
        return lines;
    }

    private static String describe(Listener listener, boolean users) {
        String who = users ? "every client with its user" : "anonymous";
        if (listener.tls()) {
            return "TLS only, " + who;
        }
        if (listener.isLoopback()) {
            return "without TLS, for this machine only, " + who;
        }
        return users
                ? "without TLS, every client with its user: passwords can be read on the way"
                : "open to the network: anyone on it may publish and read, no password is asked";
    }

    private static List<String> describe(Listener main, boolean users, Settings settings) {
        if (Profile.of(settings) == Profile.SECURE) {
            return List.of(
                    "broker   " + main.address() + (main.tls() ? ", TLS only" : ", without TLS, for this machine only")
                            + ", every client with its user; who may what is in "
                            + Path.of(settings.require(Setting.SECURE_DIR)).resolve("permissions.acl"));
        }
        if (main.tls()) {
            return List.of("broker   " + main.address() + ", " + describe(main, users));
        }
        if (users) {
            return List.of("broker   " + main.address()
                    + ", every client with its user, without TLS: passwords can be read on the way (--profile=secure)");
        }
        if (main.isLoopback()) {
            return List.of("broker   " + main.address()
                    + ", anonymous, for this machine only (--profile=lab opens it to the network)");
        }
        List<String> lines = new ArrayList<>();
        List<String> addresses = Address.isEverywhere(main.host()) ? addresses() : List.of(main.host());
        lines.add("broker   open to the network: anyone on it may publish and read, no password is asked");
        lines.add("broker   a Pico's broker address is "
                + (addresses.isEmpty() ? "this machine's (it has none yet)" : String.join(" or ", addresses))
                + ", port "
                + main.port());
        return lines;
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
