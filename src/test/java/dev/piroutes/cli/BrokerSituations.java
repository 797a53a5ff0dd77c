package dev.piroutes.cli;

import static dev.piroutes.cli.Situation.refuses;
import static dev.piroutes.cli.Situation.runs;
import static dev.piroutes.cli.Situation.waits;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.kit.Foreign;
import dev.piroutes.kit.Missing;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The broker of the program, its ports and files, and the ports of page and health. */
final class BrokerSituations {

    private static final String ACCEPTOR = "    </acceptors>";

    private BrokerSituations() {}

    static List<Situation> all() {
        return List.of(
                waits(
                        "the broker's port is taken",
                        "is already in use on 127.0.0.1",
                        scene -> scene.set("broker.port", taken(scene))),
                waits("the page's port is taken", "is already in use", scene -> scene.set("page.port", taken(scene))),
                waits(
                        "the port of health is taken",
                        "is already in use",
                        scene -> scene.set("management.port", taken(scene))),
                waits("an address that is not there", "is not an address of this machine now", scene -> scene.set(
                                "broker.host", "192.0.2.1")
                        .set("broker.port", "1883")),
                waits(
                        "a name that nobody knows",
                        "is not a name or address that this machine knows",
                        scene ->
                                scene.set("broker.host", "no-such-host.invalid").set("broker.port", "1883")),
                waits("the page's address is not there", "it is no address of this machine now", scene -> scene.set(
                                "page.host", "192.0.2.1")
                        .set("page.port", "8080")
                        .set("page.password", "secret-of-the-page")),
                waits("the page's name is nobody's", "no address of that name is known", scene -> scene.set(
                                "page.host", "no-such-host.invalid")
                        .set("page.port", "8080")
                        .set("page.password", "secret-of-the-page")),
                waits(
                        "the address of a second acceptor is not there",
                        "the acceptor \"more\" cannot listen on",
                        scene -> {
                            scene.set("broker.port", free());
                            etc(
                                    scene,
                                    ACCEPTOR,
                                    "<acceptor name=\"more\">tcp://192.0.2.1:1884?protocols=MQTT</acceptor>"
                                            + ACCEPTOR);
                        }),
                runs("an address in brackets", scene -> scene.set("broker.host", "[::1]")),
                refuses(
                        "no broker.xml",
                        "--broker.etc=FOLDER must name a folder",
                        scene -> scene.set("broker.etc", scene.routes)),
                refuses("a bad broker.xml", "journal-typ", scene -> etc(scene, "journal-type>", "journal-typ>")),
                refuses(
                        "a broker.xml in UTF-16",
                        "save it as UTF-8",
                        scene -> Files.write(
                                etc(scene, "x", "x"), "<configuration/>".getBytes(StandardCharsets.UTF_16))),
                refuses(
                        "an acceptor for all protocols",
                        "is not for MQTT alone",
                        scene ->
                                etc(scene, ACCEPTOR, "<acceptor name=\"all\">tcp://127.0.0.1:0</acceptor>" + ACCEPTOR)),
                waits("the port of a second acceptor is taken", "the acceptor \"more\" cannot listen on", scene -> {
                    int port = taken(scene);
                    scene.set("broker.port", free());
                    etc(
                            scene,
                            ACCEPTOR,
                            "<acceptor name=\"more\">tcp://127.0.0.1:" + port + "?protocols=MQTT</acceptor>"
                                    + ACCEPTOR);
                }),
                refuses(
                        "the data folder is in use",
                        "is in use by another broker",
                        scene -> scene.has(Broker.start(new BrokerSettings(
                                "127.0.0.1", 0, Path.of("broker-etc"), scene.folder.resolve("data"))))),
                refuses(
                        "a data folder below a file",
                        "cannot be written (Not a directory: ",
                        scene -> scene.set("broker.data", scene.config.resolve("data"))),
                runs(
                        "a file in place of the data folder",
                        "is a file: a start sets it aside",
                        scene -> scene.set("broker.data", scene.write("file", "text"))),
                runs("a damaged file of the broker", scene -> {
                    Path data = scene.folder.resolve("data");
                    Broker.start(new BrokerSettings("127.0.0.1", 0, Path.of("broker-etc"), data))
                            .close();
                    try (var files = Files.walk(data)) {
                        for (Path file :
                                files.filter(f -> f.toString().endsWith(".amq")).toList()) {
                            Files.write(file, new byte[4096]);
                        }
                    }
                }),
                refuses("a file of the broker that is somebody else's", "cannot be written (Access Denied: ", scene -> {
                    Path data = scene.folder.resolve("data");
                    Broker.start(new BrokerSettings("127.0.0.1", 0, Path.of("broker-etc"), data))
                            .close();
                    scene.has(Foreign.make(data.resolve("journal/activemq-data-1.amq")));
                }),
                waits("a full disk", "is full: make room", scene -> scene.set("broker.data", fullDisk(scene))
                        .set("broker.port", free())),
                runs("an outbox that is somebody else's", "may not write ", scene -> {
                    Path outbox = Files.createDirectories(scene.folder.resolve("outbox"));
                    scene.has(Foreign.make(Files.writeString(outbox.resolve("Other.mv"), "")));
                }),
                runs(
                        "an outbox folder below a file",
                        "outbox.dir",
                        scene -> scene.set("outbox.dir", scene.config.resolve("outbox"))),
                refuses(
                        "a secure folder that is not made",
                        "is not made yet: pi-routes secure makes it",
                        scene -> scene.set("broker.profile", "secure")
                                .set("broker.host", "127.0.0.1")
                                .set("secure.dir", scene.folder.resolve("none"))),
                runs("a secure folder as it is made", BrokerSituations::secure),
                refuses(
                        "a damaged server.p12",
                        "put back a copy of it",
                        scene -> Files.writeString(secure(scene).resolve("server.p12"), "damaged")),
                refuses(
                        "a server.p12 that is not there",
                        "put back a copy of it",
                        scene -> Files.delete(secure(scene).resolve("server.p12"))),
                refuses(
                        "a damaged secure.properties",
                        "has no keystore.password",
                        scene -> Files.writeString(secure(scene).resolve("secure.properties"), "\n")),
                waits(
                        "a bad line in permissions.acl",
                        "permissions.acl",
                        scene -> Files.writeString(
                                secure(scene).resolve("permissions.acl"), "user Lamp\ntopic sing lab/#\n")),
                waits(
                        "permissions.acl in UTF-16",
                        "permissions.acl is damaged",
                        scene -> Files.write(
                                secure(scene).resolve("permissions.acl"),
                                "user Lamp\n".getBytes(StandardCharsets.UTF_16))),
                waits(
                        "no file of users",
                        "artemis-users.properties",
                        scene -> Files.delete(secure(scene).resolve("artemis-users.properties"))),
                refuses("a certificate of one's own that is none", "broker.certificate cannot be used: ", scene -> {
                    secure(scene);
                    scene.set("broker.certificate", scene.write("fullchain.pem", "nothing"));
                }),
                refuses(
                        "no credentials",
                        "Lamp.properties does not exist",
                        scene -> Files.delete(secure(scene).resolve("Lamp.properties"))),
                refuses("a folder in place of the credentials", "Lamp.properties cannot be read", scene -> {
                    Files.delete(secure(scene).resolve("Lamp.properties"));
                    Files.createDirectory(scene.folder.resolve("secure/Lamp.properties"));
                }),
                refuses(
                        "damaged credentials",
                        "put back a copy of it",
                        scene -> Files.write(
                                secure(scene).resolve("Lamp.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1})),
                refuses(
                        "credentials without a user",
                        "must have mqtt.username",
                        scene -> Files.writeString(secure(scene).resolve("Lamp.properties"), "mqtt.password=secret\n")),
                runs("credentials with a byte order mark", scene -> {
                    Path file = secure(scene).resolve("Lamp.properties");
                    Files.writeString(file, "\uFEFF" + Files.readString(file));
                }),
                refuses("a wrong password", "Lamp", scene -> {
                    Path file = secure(scene).resolve("Lamp.properties");
                    Files.writeString(
                            file, Files.readString(file).replaceAll("mqtt.password=.*", "mqtt.password=secret"));
                }),
                refuses(
                        "a damaged authority",
                        "mqtt.ca must be a readable PEM file",
                        scene -> Files.writeString(secure(scene).resolve("ca.pem"), "damaged")));
    }

    static Path secure(Scene scene) throws Exception {
        Path folder = SecureScene.copy(scene.folder.resolve("secure"));
        scene.set("broker.profile", "secure").set("broker.host", "127.0.0.1").set("secure.dir", folder);
        return folder;
    }

    private static int taken(Scene scene) throws Exception {
        return scene.has(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")))
                .getLocalPort();
    }

    static int free() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Without room for the broker's first file. */
    private static Path fullDisk(Scene scene) throws Exception {
        Path disk = Files.createDirectories(scene.folder.resolve("disk"));
        if (command("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString()) != 0) {
            Missing.skip("a full disk under the broker at its start", "root, to mount a small disk");
        }
        scene.has(() -> command("umount", "-l", disk.toString()));
        return disk.resolve("data");
    }

    private static int command(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    private static Path etc(Scene scene, String text, String replacement) throws Exception {
        Path etc = Files.createDirectories(scene.folder.resolve("etc"));
        Path file = etc.resolve("broker.xml");
        Files.copy(Path.of("broker-etc/broker.xml"), file, StandardCopyOption.REPLACE_EXISTING);
        String xml = Files.readString(file);
        if (!xml.contains(text)) {
            throw new AssertionError("broker-etc/broker.xml has no " + text);
        }
        Files.writeString(file, xml.replace(text, replacement));
        scene.set("broker.etc", etc);
        return file;
    }
}
