package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate of one's own at the broker and at the page, in the layout of certbot, renewed while all run. */
@Timeout(240)
@Tag("full")
class OwnCertificateIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "pi.example";
    private static final String PASSWORD = "s3cret-of-the-page";

    @TempDir
    static Path folder;

    private static Path live;
    private static Keytool keys;

    @BeforeAll
    static void make() throws Exception {
        try (Program secure = Program.start(folder, "secure", "--user=alice")) {
            assertThat(secure.awaitEnd(LIMIT)).as(secure.output()).isZero();
        }
        live = Files.createDirectories(folder.resolve("letsencrypt/live").resolve(NAME));
        Files.createDirectories(folder.resolve("letsencrypt/archive").resolve(NAME));
        keys = new Keytool(folder.resolve("public.p12")).authority("authority");
        for (int version = 1; version <= 3; version++) {
            // The first ends in 20 days.
            int days = version == 1 ? 21 : 90;
            String alias = "v" + version;
            keys.make(alias, "authority", Instant.now().minusSeconds(86_400), days, "san=dns:" + NAME);
            keys.pem(alias, archived("fullchain", version));
            keys.pemWithKey(alias, archived("privkey", version));
        }
        renew("fullchain", 1);
        renew("privkey", 1);
    }

    private static Path archived(String file, int version) {
        return folder.resolve("letsencrypt/archive").resolve(NAME).resolve(file + version + ".pem");
    }

    private static void renew(String file, int version) throws IOException {
        Path target = live.relativize(archived(file, version));
        Path next = Files.createSymbolicLink(live.resolve("next"), target);
        Files.move(next, live.resolve(file + ".pem"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void isShownToWhoConnectsToItsNameAndRenewedUnderConnectedClients() throws Exception {
        int page = FreePort.find();
        Observed observed = Observed.onAFreePort();
        String fullchain = live.resolve("fullchain.pem").toString();
        try (Program lab = Program.start(
                folder,
                Map.of("PAGE_PASSWORD", PASSWORD),
                java.util.List.of(),
                "--broker.profile=secure",
                "--broker.host=127.0.0.1",
                "--broker.port=0",
                "--broker.certificate=" + fullchain,
                "--page.port=" + page,
                "--page.certificate=" + fullchain,
                observed.option(),
                "--gpio.board=virtual")) {
            lab.awaitReady();
            int port = Integer.parseInt(
                    lab.awaitOutput("broker   127\\.0\\.0\\.1:(\\d+), TLS only").group(1));
            // Start line, warning, metric, and this machine's own devices, which know the folder's authority alone.
            lab.awaitOutput("broker   certificate " + Pattern.quote(fullchain) + " for pi\\.example, which ends on ");
            lab.awaitOutput("WARN  tls      certificate of broker \\(" + Pattern.quote(fullchain)
                    + "\\) ends on .*, in 19 days; renew it where it comes from");
            lab.awaitOutput("PicoA: connected to ssl://");
            lab.awaitOutput("page     https://127\\.0\\.0\\.1:" + page + "/");
            assertThat(observed.get("metrics").body())
                    .containsPattern("piroutes_certificate_not_after_timestamp_seconds\\{certificate=\"broker\"\\} ");

            assertThat(shown(port, NAME)).isEqualTo("CN=v1");
            assertThat(shown(port, "localhost")).as("a name of the folder's").isNotEqualTo("CN=v1");
            assertThat(shown(port, null)).as("an address").isNotEqualTo("CN=v1");
            assertThat(shown(page, NAME)).isEqualTo("CN=v1");
            assertThat(cookie(page)).contains("Secure", "SameSite=Strict").containsIgnoringCase("HttpOnly");

            try (MqttClient client = new MqttClient("ssl://127.0.0.1:" + port, "alice-1", new MemoryPersistence())) {
                client.connect(alice());
                client.subscribe("csc2106/alice", 1);

                // Half of it: the old one stays, with one line.
                renew("fullchain", 2);
                lab.awaitOutput(
                        "ERROR broker   broker\\.certificate cannot be used: .*privkey\\.pem: this is not the key of"
                                + " the first certificate in .*fullchain\\.pem; the certificate stays as it was");
                lab.awaitOutput("ERROR page     page\\.certificate cannot be used");
                assertThat(shown(port, NAME)).isEqualTo("CN=v1");
                assertThat(shown(page, NAME)).isEqualTo("CN=v1");

                renew("privkey", 2);
                lab.awaitOutput("broker   certificate renewed: new connections are shown ");
                lab.awaitOutput("page     certificate renewed: new connections are shown ");
                assertThat(shown(port, NAME)).isEqualTo("CN=v2");
                assertThat(shown(page, NAME)).isEqualTo("CN=v2");

                // As certbot does it: one right behind the other.
                renew("fullchain", 3);
                renew("privkey", 3);
                await("the third")
                        .atMost(LIMIT)
                        .until(() -> shown(port, NAME).equals("CN=v3")
                                && shown(page, NAME).equals("CN=v3"));

                assertThat(client.isConnected()).isTrue();
                client.publish("csc2106/alice", "still here".getBytes(StandardCharsets.UTF_8), 1, false);
                client.disconnect();
            }
            assertThat(lab.output().split("ERROR broker ", -1)).as("one line").hasSize(2);
            assertThat(lab.output()).doesNotContain("connection lost");
        }
    }

    @Test
    void doctorAndStartNameFileAndReason() throws Exception {
        Path wrong = Files.createDirectories(folder.resolve("wrong"));
        Files.copy(archived("fullchain", 1), wrong.resolve("fullchain.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(archived("privkey", 2), wrong.resolve("privkey.pem"), StandardCopyOption.REPLACE_EXISTING);
        String option = "--broker.certificate=" + wrong.resolve("fullchain.pem");
        String why =
                "broker\\.certificate cannot be used: .*privkey\\.pem: this is not the key of the first certificate in"
                        + " .*fullchain\\.pem";
        try (Program doctor = Program.start(
                        folder,
                        "doctor",
                        "--broker.profile=secure",
                        "--broker.port=0",
                        "--page.port=0",
                        "--management.port=0",
                        option);
                Program broker = Program.start(
                        folder, "broker", "--broker.profile=secure", "--broker.port=0", "--broker.data=other", option);
                Program plain = Program.start(folder, "broker", "--broker.port=0", "--broker.data=plain", option)) {
            assertThat(doctor.awaitEnd(LIMIT)).isOne();
            assertThat(doctor.output()).containsPattern("fail  broker +" + why).containsOnlyOnce("cannot be used");
            assertThat(broker.awaitEnd(LIMIT)).isNotZero();
            assertThat(broker.output()).containsPattern("pi-routes: " + why);
            assertThat(plain.awaitEnd(LIMIT)).isNotZero();
            assertThat(plain.output())
                    .contains(
                            "pi-routes: broker.certificate needs --broker.profile=secure: without TLS nobody is shown it");
        }
    }

    private static MqttConnectOptions alice() throws Exception {
        Properties file = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("secure/alice.properties"))) {
            file.load(reader);
        }
        MqttConnectOptions options = new MqttConnectOptions();
        // By its address, with the folder's authority, as before.
        options.setSocketFactory(Tls.trusting(folder.resolve("secure")).getSocketFactory());
        options.setUserName("alice");
        options.setPassword(file.getProperty("mqtt.password").toCharArray());
        return options;
    }

    /** The subject of the certificate that a new client is shown. @param name that it connects to; null: to the address */
    private static String shown(int port, String name) throws Exception {
        try (SSLSocket socket = connect(port, name)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .getName();
        }
    }

    private static SSLSocket connect(int port, String name) throws Exception {
        KeyStore trusted = keys.load();
        try (var in = Files.newInputStream(folder.resolve("secure/ca.pem"))) {
            trusted.setCertificateEntry(
                    "folder",
                    java.security.cert.CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        trusted.setCertificateEntry("public", trusted.getCertificate("authority"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        // A new one each time: nothing is resumed.
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(plain, name == null ? "127.0.0.1" : name, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (name != null) {
            parameters.setServerNames(java.util.List.of(new SNIHostName(name)));
        }
        socket.setSSLParameters(parameters);
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static String cookie(int page) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("x:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        try (SSLSocket socket = connect(page, NAME)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + page
                                    + "\r\nConnection: close\r\nAuthorization: Basic " + basic + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 200");
            return answer.lines()
                    .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("set-cookie: bench="))
                    .findFirst()
                    .orElse("no cookie");
        }
    }
}
