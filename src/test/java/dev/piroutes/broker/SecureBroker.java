package dev.piroutes.broker;

import dev.piroutes.broker.access.Rights;
import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.Tls;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import dev.piroutes.source.Place;
import dev.piroutes.tls.CertificateInUse;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The broker as the profile secure runs it, on a free port, with PicoA, PicoB, the page and alice as its users. */
final class SecureBroker implements AutoCloseable {
    static final ClientUse PICO_A = client("PicoA", Role.DEVICES, List.of("lab/led/cmd", "lab/devA/status"), List.of());
    static final ClientUse PICO_B =
            client("PicoB", Role.DEVICES, List.of("lab/led/ack", "lab/devB/status"), List.of("lab/led/cmd", "lab/x/+"));
    static final ClientUse PAGE = client("Page", Role.PAGES, List.of("lab/#"), List.of("lab/#"));

    private static @Nullable Path made;

    private final Path folder;
    private final Broker broker;

    private SecureBroker(Path folder, Broker broker) {
        this.folder = folder;
        this.broker = broker;
    }

    /** @param certificates {@code none}, {@code optional} or {@code required} */
    static SecureBroker start(Path parent, String certificates) {
        try {
            return start(parent, certificates, folder -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is done to its folder before it starts. */
    interface Change {
        void to(Path folder) throws IOException;
    }

    static SecureBroker start(Path parent, String certificates, Change change) throws IOException {
        Path folder = copy(parent);
        change.to(folder);
        Map<String, String> values = Map.of(
                "secure.dir", folder.toString(),
                "secure.keys", folder.resolve("server.p12").toString(),
                "secure.keys-password", SecureFolder.keystorePassword(folder),
                "secure.want-certificate", String.valueOf(!certificates.equals("none")),
                "secure.need-certificate", String.valueOf(certificates.equals("required")));
        return new SecureBroker(
                folder,
                Broker.start(new BrokerSettings(
                        "127.0.0.1", 0, Path.of("broker-etc"), parent.resolve("data"), List.of("secure.xml"), values)));
    }

    /** A folder as the command secure makes it. Keys are made once: it takes seconds. */
    static synchronized Path copy(Path parent) {
        Path folder = parent.resolve("secure");
        try {
            if (made == null) {
                made = Files.createTempDirectory("secure-made").resolve("secure");
                update(made, List.of(PICO_A, PICO_B, PAGE));
            }
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(made)) {
                for (Path file : files.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Makes the folder what the clients say. */
    static void update(Path folder, List<ClientUse> clients) {
        Rights all = Rights.of(List.of("lab/#"), List.of("lab/#"));
        new SecureFolder(folder, Clock.systemUTC(), Instant.EPOCH)
                .update(new Wishes(
                        clients,
                        List.of(Wishes.Added.person("alice", all)),
                        List.of(),
                        List.of("localhost", "127.0.0.1"),
                        List.of()));
    }

    static ClientUse client(String name, Role role, List<String> publishes, List<String> subscribes) {
        return new ClientUse(
                name,
                role,
                new Place("test", 1, 1),
                new TreeSet<>(publishes),
                new TreeSet<>(subscribes),
                new TreeSet<>());
    }

    Path folder() {
        return folder;
    }

    List<String> problems() {
        return broker.problems();
    }

    /** Puts a file back as it was made. */
    void mend(String file) throws IOException {
        Files.copy(java.util.Objects.requireNonNull(made).resolve(file), folder.resolve(file));
    }

    int port() {
        return broker.port();
    }

    List<CertificateInUse> certificates() {
        return broker.certificates();
    }

    String password(String user) {
        return password(folder, user);
    }

    static String password(Path folder, String user) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(user + ".properties"))) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("mqtt.password");
    }

    /** A connection over TLS, without certificate, that has said nothing yet. */
    WireClient open(String from) throws Exception {
        return new WireClient(Tls.connect(Tls.trusting(folder), from, port()));
    }

    /** A user, connected as it should be. */
    WireClient connected(int version, String from, String user) throws Exception {
        WireClient client = open(from);
        client.send(0x10, Connect.of(version, user, user, password(user)).body());
        String connack = client.nextPacket();
        if (!connack.startsWith("200000")) {
            throw new AssertionError(user + " is refused: " + connack);
        }
        return client;
    }

    @Override
    public void close() {
        broker.close();
    }
}
