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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker with TLS: trusted through {@code mqtt.ca}, and only then. */
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Path certificate;
    private Broker broker;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys.p12");
        certificate = folder.resolve("ca.pem");
        keytool(
                keys,
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1");
        keytool(keys, "-exportcert", "-rfc", "-alias", "broker", "-file", certificate.toString());
        broker = TestLab.broker(
                folder,
                "?protocols=MQTT;",
                "?protocols=MQTT;sslEnabled=true;keyStorePath=" + keys
                        + ";keyStorePassword=password;keyStoreType=PKCS12;");
    }

    @AfterEach
    void stop() {
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

    private static void keytool(Path keys, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", "password"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
