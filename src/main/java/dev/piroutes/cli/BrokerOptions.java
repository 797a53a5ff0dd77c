package dev.piroutes.cli;

import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.broker.Listener;
import dev.piroutes.net.Address;
import dev.piroutes.tls.CertificateInUse;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The broker that the settings ask for, and how to reach it.
 *
 * @param port 0: any free one
 * @param etc the folder of its configuration, or null: the usual one
 * @param data the folder of its journal
 * @param willGrace how long clients may take to come back before their wills are sent
 * @param secured what the profile secure lays over it; null in another
 */
record BrokerOptions(
        String host, int port, @Nullable Path etc, Path data, Duration willGrace, @Nullable Secured secured) {

    /** @throws UsageException if one of the settings does not fit */
    static BrokerOptions of(Settings settings) {
        Profile profile = Profile.of(settings);
        if (profile != Profile.SECURE && OwnFiles.ofBroker(settings) != null) {
            throw new UsageException(Setting.BROKER_CERTIFICATE.key()
                    + " needs --broker.profile=secure: without TLS nobody is shown it");
        }
        String etc = settings.get(Setting.BROKER_ETC);
        return new BrokerOptions(
                settings.get(Setting.BROKER_HOST) == null ? profile.host() : settings.host(Setting.BROKER_HOST),
                settings.get(Setting.BROKER_PORT) == null ? profile.port() : settings.port(Setting.BROKER_PORT),
                etc == null ? null : Path.of(etc),
                Path.of(settings.require(Setting.BROKER_DATA)),
                settings.seconds(Setting.BROKER_WILL_GRACE),
                profile == Profile.SECURE ? Secured.of(settings) : null);
    }

    /** The same one, on this port. */
    BrokerOptions at(int port) {
        return new BrokerOptions(host, port, etc, data, willGrace, secured);
    }

    /** To start it with. @throws dev.piroutes.secure.SecureException if the folder of the profile secure is not made yet */
    BrokerSettings settings() {
        Map<String, String> values = new HashMap<>(secured == null ? Map.of() : secured.values());
        values.put(BrokerSettings.WILL_GRACE, String.valueOf(willGrace.toSeconds()));
        return new BrokerSettings(
                host, port, etc, data, secured == null ? List.of() : List.of(BrokerSettings.SECURE), values);
    }

    /** The address for clients in this process. */
    String localUrl() {
        return (secured == null ? "tcp://" : "ssl://")
                + new Address(Address.isEverywhere(host) ? "127.0.0.1" : host, port);
    }

    /** Those that it needs beside its configuration's. */
    List<CertificateInUse> certificates() {
        return secured == null ? List.of() : secured.certificates();
    }

    /**
     * Who can connect where.
     *
     * @param listeners the one of the settings first
     * @param users whether its configuration asks every client who it is
     */
    List<String> describe(List<Listener> listeners, boolean users) {
        List<String> lines = new ArrayList<>(main(listeners.get(0), users));
        listeners.stream()
                .skip(1)
                .map(listener -> "broker   also on " + listener.address() + " (acceptor " + listener.name() + "), "
                        + further(listener, users))
                .forEach(lines::add);
        return lines;
    }

    private static String further(Listener listener, boolean users) {
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

    private List<String> main(Listener main, boolean users) {
        if (secured != null) {
            return List.of(
                    "broker   " + main.address() + (main.tls() ? ", TLS only" : ", without TLS, for this machine only")
                            + ", every client with its user; who may what is in "
                            + secured.folder().resolve("permissions.acl"));
        }
        if (main.tls()) {
            return List.of("broker   " + main.address() + ", " + further(main, users));
        }
        if (users) {
            return List.of(
                    "broker   " + main.address()
                            + ", every client with its user, without TLS: passwords can be read on the way (--broker.profile=secure)");
        }
        if (main.isLoopback()) {
            return List.of("broker   " + main.address()
                    + ", anonymous, for this machine only (--broker.profile=lab opens it to the network)");
        }
        List<String> addresses = Address.isEverywhere(main.host()) ? addresses() : List.of(main.host());
        return List.of(
                "broker   open to the network: anyone on it may publish and read, no password is asked",
                "broker   a Pico's broker address is "
                        + (addresses.isEmpty() ? "this machine's (it has none yet)" : String.join(" or ", addresses))
                        + ", port " + main.port());
    }

    /** Those of this machine that others can reach. */
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
