package dev.piroutes.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.TestLab;
import dev.piroutes.sensor.VirtualSensors;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.camel.ProducerTemplate;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example aws-iot with a stand-in of AWS IoT Core: TLS, certificates on both sides, its limits, and a shadow. */
@Tag("full")
@Timeout(180)
class AwsIotIT {
    private static final String THING = "pi-7";

    @TempDir
    static Path keys;

    private static SSLContext tls;

    @TempDir
    Path folder;

    private final AwsIot rules = new AwsIot(THING);
    private final VirtualSensors sensors = new VirtualSensors();

    @BeforeAll
    static void makeCertificates() throws Exception {
        Instant begins = Instant.now().minusSeconds(86_400);
        Keytool server = new Keytool(keys.resolve("server.p12"))
                .authority("authority")
                .make("server", "authority", begins, 30, "san=ip:127.0.0.1")
                .make(THING, "authority", begins, 30)
                .make("pi-8", "authority", begins, 30);
        Keytool stranger = new Keytool(keys.resolve("stranger.p12")).make("stranger", null, begins, 30);
        server.pem("authority", keys.resolve("AmazonRootCA1.pem"));
        server.pemWithKey(THING, keys.resolve("pi-7.pem"));
        server.pemWithKey("pi-8", keys.resolve("pi-8.pem"));
        stranger.pemWithKey("stranger", keys.resolve("stranger.pem"));

        KeyStore all = server.load();
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setCertificateEntry("authority", all.getCertificate("authority"));
        char[] password = Keytool.PASSWORD.toCharArray();
        own.setKeyEntry("server", all.getKey("server", password), password, all.getCertificateChain("server"));
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(own, password);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(own);
        tls = SSLContext.getInstance("TLS");
        tls.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(90)).untilAsserted(assertion);
    }

    private CloudBroker cloud() throws Exception {
        CloudBroker cloud = new CloudBroker(rules, tls);
        rules.onDelta(state -> cloud.send(rules.update() + "/delta", rules.update() + "/delta", state));
        return cloud;
    }

    private TestLab lab(CloudBroker cloud, String certificate, String... files) throws Exception {
        for (String file : new String[] {"AmazonRootCA1.pem", certificate}) {
            Files.copy(keys.resolve(file), folder.resolve(file));
        }
        Files.writeString(
                folder.resolve(THING + ".properties"),
                "mqtt.certificate=" + certificate + "\nmqtt.ca=AmazonRootCA1.pem\n");
        sensors.measure("thermal:cpu", 48.31);
        return new TestLab("tcp://127.0.0.1:9", folder)
                .binding("sensors", sensors)
                .with("aws-iot.url", "ssl://127.0.0.1:" + cloud.port())
                .with("aws-iot.thing", THING)
                .with("aws-iot.credentials", folder.toString())
                .with("aws-iot.period", "1s")
                .start(files);
    }

    @Test
    void theShadowIsObeyedAlsoWithWhatWasWishedForMeanwhile() throws Exception {
        try (CloudBroker cloud = cloud();
                TestLab lab = lab(cloud, "pi-7.pem", "classpath:examples/aws-iot.camel.yaml")) {
            eventually(() -> assertThat(rules.reported("temperature")).isEqualTo("48.31"));
            eventually(() -> assertThat(rules.reported("led")).isEqualTo("OFF"));

            await().atMost(Duration.ofSeconds(60)).until(() -> cloud.hears(rules.update() + "/delta"));
            rules.wish("led", "ON");
            eventually(() -> assertThat(rules.reported("led")).isEqualTo("ON"));
            assertThat(lab.board().level(8)).isEqualTo(Level.HIGH);

            cloud.leave();
            lab.awaitDisconnected("aws-iot");
            rules.wish("led", "OFF");
            cloud.back();
            eventually(() -> assertThat(rules.reported("led")).isEqualTo("OFF"));
            assertThat(lab.board().level(8)).isEqualTo(Level.LOW);
            assertThat(cloud.offences()).isEmpty();
        }
    }

    /** Another thing's ends the start, if the answer comes in time; one of another authority is tried again, as it may be mended. */
    @ParameterizedTest
    @CsvSource({"pi-8.pem", "stranger.pem"})
    void anotherCertificateDoesNotComeIn(String certificate) throws Exception {
        try (CloudBroker cloud = cloud()) {
            try (TestLab lab = lab(cloud, certificate, "classpath:examples/aws-iot.camel.yaml")) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() ->
                                !cloud.answers().isEmpty() || !cloud.offences().isEmpty());
                assertThat(lab.device("aws-iot").isConnected()).isFalse();
            } catch (IllegalArgumentException e) {
                assertThat(certificate).isEqualTo("pi-8.pem");
                assertThat(e).hasMessageContaining("does not permit");
            }
            assertThat(cloud.answers()).doesNotContain(MqttConnectReturnCode.CONNECTION_ACCEPTED);
            assertThat(cloud.taken()).isEmpty();
        }
    }

    /** What AWS refuses is one route's trouble: reports and wishes go on, whatever stands before them in the outbox. */
    @ParameterizedTest
    @CsvSource({
        "pi-7/state, 2, false, 10, QoS 2",
        "pi-7/state, 1, false, 131073, too large",
        "pi-7/2/3/4/5/6/7/8/9, 1, false, 10, too deep",
        "$aws/things/pi-7/shadow/update, 1, true, 10, retained below $",
        "elsewhere/state, 1, false, 10, not in the policy"
    })
    void theExampleOutlivesWhatIsRefused(String topic, int qos, boolean retained, int bytes, String why)
            throws Exception {
        Path other = Files.writeString(
                folder.resolve("other.camel.yaml"),
                """
                - route:
                    id: other
                    from:
                      uri: direct:other
                      steps:
                        - to: {uri: "paho:%s", parameters: {client: "#aws-iot", qos: %d, retained: %s}}
                """
                        .formatted(topic, qos, retained));
        try (CloudBroker cloud = cloud();
                TestLab lab = lab(cloud, "pi-7.pem", "classpath:examples/aws-iot.camel.yaml", "file:" + other)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> cloud.hears(rules.update() + "/delta"));
            lab.main().getCamelTemplate().sendBody("direct:other", "x".repeat(bytes));
            eventually(() -> assertThat(cloud.offences()).contains(why));

            sensors.measure("thermal:cpu", 61.25);
            eventually(() -> assertThat(rules.reported("temperature")).isEqualTo("61.25"));
            rules.wish("led", "ON");
            eventually(() -> assertThat(rules.reported("led")).isEqualTo("ON"));
            assertThat(cloud.offences()).containsOnly(why);
            assertThat(cloud.taken()).noneMatch(message -> message.payload().startsWith("x"));
        }
    }

    /** As much as AWS takes. */
    @Test
    void takesWhatIsAtTheLimit() throws Exception {
        Map<String, Integer> topics = Map.of("pi-7/2/3/4/5/6/7/8", 128 * 1024, "pi-7/" + "t".repeat(251), 1);
        try (CloudBroker cloud = cloud();
                TestLab lab = lab(cloud, "pi-7.pem", "classpath:examples/aws-iot.camel.yaml")) {
            ProducerTemplate template = lab.main().getCamelTemplate();
            topics.forEach((topic, bytes) ->
                    template.sendBody("paho:" + topic + "?client=#aws-iot&qos=1&retained=true", "x".repeat(bytes)));

            topics.forEach((topic, bytes) ->
                    eventually(() -> assertThat(cloud.taken(topic)).containsExactly("x".repeat(bytes))));
            assertThat(cloud.offences()).isEmpty();
        }
    }
}
