package dev.piroutes.cli;

import static dev.piroutes.cli.Situation.refuses;
import static dev.piroutes.cli.Situation.runs;
import static dev.piroutes.cli.Situation.waits;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import dev.piroutes.kit.Keytool;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** A broker elsewhere: its address, TLS, and who is let in. */
final class ConnectionSituations {

    private static Keytool keys;

    private ConnectionSituations() {}

    static List<Situation> all() {
        return List.of(
                runs(
                        "a broker elsewhere",
                        "takes a client",
                        scene -> scene.set("mqtt.url", "tcp://127.0.0.1:" + plain(scene))),
                runs(
                        "two, of which one is there",
                        "no broker at",
                        scene -> scene.set(
                                "mqtt.url",
                                "tcp://127.0.0.1:" + BrokerSituations.free() + ",tcp://127.0.0.1:" + plain(scene))),
                refuses(
                        "an address that is none",
                        "mqtt.url must be like tcp://",
                        scene -> scene.set("mqtt.url", "pi:1883")),
                refuses(
                        "a password in the address",
                        "user and password go into mqtt.username",
                        scene -> scene.set("mqtt.url", "tcp://me:sec@ret@pi")),
                waits(
                        "nobody answers",
                        "Connection refused",
                        scene -> scene.set("mqtt.url", "tcp://127.0.0.1:" + BrokerSituations.free())),
                waits(
                        "an IPv6 address at which nobody answers",
                        "no broker at tcp://[::1]:",
                        scene -> scene.set("mqtt.url", "tcp://[::1]:" + BrokerSituations.free())),
                waits(
                        "a name that nobody knows",
                        "no machine of that name is known here now",
                        scene -> scene.set("mqtt.url", "tcp://no-such-host.invalid")),
                waits(
                        "a name with _ that nobody knows",
                        "no machine of that name is known here now",
                        scene -> scene.set("mqtt.url", "tcp://no_such_host.invalid")),
                runs("a secure broker elsewhere", "whether it takes Lamp was not tried", scene -> scene.set(
                                "mqtt.url", "ssl://127.0.0.1:" + secure(scene))
                        .set("mqtt.credentials", scene.folder.resolve("there"))),
                refuses("a wrong password there", "refuses user \"Lamp\"", scene -> scene.set(
                                "mqtt.url", "ssl://127.0.0.1:" + secure(scene))
                        .set("mqtt.ca", scene.folder.resolve("there/ca.pem"))
                        .set("mqtt.username", "Lamp")
                        .set("mqtt.password", "secret")),
                refuses("nobody is anonymous there", "refuses an anonymous connection", scene -> scene.set(
                                "mqtt.url", "ssl://127.0.0.1:" + secure(scene))
                        .set("mqtt.ca", scene.folder.resolve("there/ca.pem"))),
                waits(
                        "TLS at a port without",
                        "no TLS with",
                        scene -> scene.set("mqtt.url", "ssl://127.0.0.1:" + plain(scene))),
                waits(
                        "an authority that Java does not know",
                        "set mqtt.ca to the PEM file of its authority",
                        scene -> scene.set("mqtt.url", "ssl://127.0.0.1:" + secure(scene))),
                waits("an ended certificate", "the broker's certificate ended on", scene -> tls(scene, "ended")),
                waits("a certificate of tomorrow", "waiting for the clock", scene -> tls(scene, "future")),
                waits("a certificate of another name", "not for 127.0.0.1", scene -> tls(scene, "other")),
                refuses("no such file of an authority", "mqtt.ca must be a readable PEM file", scene -> scene.set(
                                "mqtt.url", "ssl://127.0.0.1:1")
                        .set("mqtt.ca", scene.folder.resolve("none.pem"))),
                refuses(
                        "a file of an authority that is none",
                        "mqtt.ca must be a readable PEM file",
                        scene -> scene.set("mqtt.url", "ssl://127.0.0.1:1")
                                .set("mqtt.ca", scene.write("ca.pem", "nothing"))),
                refuses("a folder without its credentials", "Lamp.properties does not exist", scene -> scene.set(
                                "mqtt.url", "tcp://127.0.0.1:1")
                        .set("mqtt.credentials", scene.routes)));
    }

    private static int plain(Scene scene) {
        return scene.has(Broker.start(
                        new BrokerSettings("127.0.0.1", 0, Path.of("broker-etc"), scene.folder.resolve("elsewhere"))))
                .port();
    }

    /** With its folder {@code there}. */
    private static int secure(Scene scene) throws Exception {
        Path folder = SecureScene.copy(scene.folder.resolve("there"));
        return scene.has(Broker.start(new BrokerSettings(
                        "127.0.0.1",
                        0,
                        Path.of("broker-etc"),
                        scene.folder.resolve("elsewhere"),
                        List.of(BrokerSettings.SECURE),
                        new Secured(folder, "none", null).values())))
                .port();
    }

    /** Somebody who shows this certificate, and says nothing. */
    private static void tls(Scene scene, String alias) throws Exception {
        Keytool made = keys();
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        java.security.KeyStore one = java.security.KeyStore.getInstance("PKCS12");
        one.load(null, null);
        char[] password = Keytool.PASSWORD.toCharArray();
        one.setKeyEntry(
                alias,
                made.load().getKey(alias, password),
                password,
                made.load().getCertificateChain(alias));
        factory.init(one, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        SSLServerSocket server = scene.has((SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.1")));
        Thread thread = new Thread(() -> accept(server), "tls-stub");
        thread.setDaemon(true);
        thread.start();
        scene.set("mqtt.url", "ssl://127.0.0.1:" + server.getLocalPort())
                .set("mqtt.ca", made.pem("authority", scene.folder.resolve("authority.pem")));
    }

    private static void accept(SSLServerSocket server) {
        while (!server.isClosed()) {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.startHandshake();
            } catch (IOException e) {
                continue; // the client does not like the certificate, or the scene is over
            }
        }
    }

    private static synchronized Keytool keys() throws Exception {
        if (keys == null) {
            Instant now = Instant.now();
            String here = "san=ip:127.0.0.1";
            Path folder = Files.createTempDirectory("keys-scene");
            keys = new Keytool(folder.resolve("keys.p12"))
                    .authority("authority")
                    .make("ended", "authority", now.minus(Duration.ofDays(20)), 10, here)
                    .make("future", "authority", now.plus(Duration.ofDays(1)), 10, here)
                    .make("other", "authority", now.minus(Duration.ofDays(1)), 10, "san=dns:elsewhere.example");
        }
        return keys;
    }
}
