package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker with TLS: trusted through {@code mqtt.ca}, and only then. */
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    static Path shared;

    private static Path certificate;
    private static Broker broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        Path keys = shared.resolve("keys.p12");
        certificate = shared.resolve("ca.pem");
        new Keytool(keys)
                .make("broker", null, Instant.now().minusSeconds(86_400), 30, "san=ip:127.0.0.1")
                .pem("broker", certificate);
        broker = TestLab.broker(
                shared,
                "?protocols=MQTT;",
                "?protocols=MQTT;sslEnabled=true;keyStorePath=" + keys
                        + ";keyStorePassword=password;keyStoreType=PKCS12;");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"ssl, false", "ssl, true", "wss, false", "wss, true"})
    void connectsToABrokerWhoseAuthorityItWasGiven(String scheme, boolean mqtt5) throws Exception {
        try (TestLab lab = new TestLab(scheme + "://127.0.0.1:" + broker.port(), folder)
                .mqtt5(mqtt5)
                .with("mqtt.ca", certificate.toString())
                .start("led")) {
            lab.awaitConnected("led");
            assertThat(lab.device("led").isConnected()).isTrue();
        }
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void doesNotConnectToAStrangerAndSaysWhatToSetWhileTheRoutesRun(boolean mqtt5) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.mqtt.Connector");
                TestLab lab = new TestLab("ssl://127.0.0.1:" + broker.port(), folder)
                        .mqtt5(mqtt5)
                        .start("led")) {
            await().atMost(LIMIT).until(() -> log.contains("PicoB: no TLS with ssl://127.0.0.1:" + broker.port()));
            assertThat(lab.device("led").isConnected()).isFalse();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("the broker's certificate is not trusted")
                    .contains("set mqtt.ca to the PEM file of its authority; trying again until it works");
            assertThat(lab.main()
                            .getCamelContext()
                            .getRouteController()
                            .getRouteStatus("led-command")
                            .isStarted())
                    .isTrue();
        }
    }

    @Test
    void connectsOnceTheRightAuthorityIsInTheFile() throws Exception {
        Path ca = folder.resolve("later.pem");
        new Keytool(folder.resolve("other.p12")).authority("other").pem("other", ca);
        try (LogLines log = new LogLines("dev.piroutes.mqtt.Connector");
                TestLab lab = new TestLab("ssl://127.0.0.1:" + broker.port(), folder)
                        .with("mqtt.ca", ca.toString())
                        .start("led")) {
            await().atMost(LIMIT).until(() -> log.contains("which is not the authority in " + ca));
            Files.copy(certificate, ca, StandardCopyOption.REPLACE_EXISTING);
            lab.awaitConnected("led");
        }
    }

    @Test
    void saysWhichFileIsNoCertificate() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "nothing");
        try (TestLab lab = new TestLab("ssl://127.0.0.1:" + broker.port(), folder).with("mqtt.ca", wrong.toString())) {
            assertThatThrownBy(() -> lab.start("led"))
                    .hasMessageContaining("mqtt.ca must be a readable PEM file")
                    .hasMessageContaining("wrong.pem");
        }
    }
}
