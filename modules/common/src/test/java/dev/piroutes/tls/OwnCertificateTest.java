package dev.piroutes.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.kit.Keytool;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in the layout of Let's Encrypt's clients, by a clock of the test's own. */
class OwnCertificateTest {

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private LogLines log;
    private OwnCertificate own;

    @BeforeAll
    static void make() throws Exception {
        Keytool keys = new Keytool(made.resolve("keys.p12"));
        for (String version : new String[] {"1", "2", "3"}) {
            keys.make(
                    "v" + version,
                    null,
                    Instant.parse("2026-01-01T00:00:00Z"),
                    90,
                    "san=dns:pi.example,dns:*.pi.example,ip:192.168.1.10");
            keys.pem("v" + version, made.resolve("fullchain" + version + ".pem"));
            keys.pemWithKey("v" + version, made.resolve("privkey" + version + ".pem"));
        }
    }

    @BeforeEach
    void install() throws Exception {
        Files.createDirectories(folder.resolve("archive"));
        Files.createDirectories(folder.resolve("live/pi.example"));
        link("fullchain", 1);
        link("privkey", 1);
        log = new LogLines("dev.piroutes.tls.OwnCertificate");
        own = new OwnCertificate(
                "broker", "broker.certificate", folder.resolve("live/pi.example/fullchain.pem"), null, nanos::get);
    }

    @AfterEach
    void close() {
        log.close();
    }

    /** As certbot does it: a new file, and a link that leads to it from one moment to the other. */
    private void link(String file, int version) throws Exception {
        String name = file + version + ".pem";
        Files.copy(
                made.resolve(name),
                folder.resolve("archive").resolve(name),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
        Path link = folder.resolve("live/pi.example/" + file + ".pem");
        Path next = Files.createSymbolicLink(folder.resolve("next"), Path.of("../../archive", name));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    }

    private String shown() {
        String alias = own.chooseEngineServerAlias("EC", null, null);
        assertThat(own.getPrivateKey(alias).getAlgorithm()).isEqualTo("EC");
        return own.getCertificateChain(alias)[0].getSubjectX500Principal().getName();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void isShownOnceItsFilesHaveSettled() throws Exception {
        assertThat(shown()).isEqualTo("CN=v1");
        link("fullchain", 2);
        link("privkey", 2);
        assertThat(shown()).isEqualTo("CN=v1");
        pass(OwnCertificate.SETTLED.minusMillis(1));
        assertThat(shown()).isEqualTo("CN=v1");
        pass(Duration.ofMillis(1));
        assertThat(shown()).isEqualTo("CN=v2");
        assertThat(shown()).isEqualTo("CN=v2");

        assertThat(own.inUse().name()).isEqualTo("broker");
        assertThat(own.inUse().ends()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
        assertThat(log.lines())
                .containsExactly("broker   certificate renewed: new connections are shown "
                        + folder.resolve("live/pi.example/fullchain.pem")
                        + " for *.pi.example, pi.example, 192.168.1.10, which ends on 2026-04-01");
    }

    @Test
    void halfAPairIsNotShownAndNothingIsSaidOfItIfTheOtherHalfComes() throws Exception {
        link("fullchain", 2);
        assertThat(shown()).isEqualTo("CN=v1");
        pass(Duration.ofMillis(900));
        link("privkey", 2);
        assertThat(shown()).isEqualTo("CN=v1");
        pass(Duration.ofMillis(900));
        assertThat(shown()).isEqualTo("CN=v1");
        assertThat(log.lines()).isEmpty();
        pass(Duration.ofMillis(100));
        assertThat(shown()).isEqualTo("CN=v2");
    }

    @Test
    void aBadPairLeavesTheOldOneWithOneLineUntilItIsMended() throws Exception {
        link("fullchain", 2);
        for (int look = 0; look < 20; look++) {
            own.look();
            pass(Duration.ofSeconds(10));
        }
        assertThat(shown()).isEqualTo("CN=v1");
        Path live = folder.resolve("live/pi.example");
        assertThat(log.lines())
                .containsExactly("broker   broker.certificate cannot be used: " + live.resolve("privkey.pem")
                        + ": this is not the key of the first certificate in " + live.resolve("fullchain.pem")
                        + "; the certificate stays as it was");
        assertThat(own.problem()).startsWith("broker.certificate cannot be used: ");

        link("fullchain", 3);
        link("privkey", 3);
        own.look();
        pass(Duration.ofSeconds(10));
        assertThat(shown()).isEqualTo("CN=v3");
        assertThat(own.problem()).isNull();
    }

    /** As when the old one is put back. */
    @Test
    void whatIsAgainAsItWasIsNoNews() throws Exception {
        Files.delete(folder.resolve("live/pi.example/privkey.pem"));
        own.look();
        pass(Duration.ofSeconds(10));
        link("privkey", 1);
        own.look();
        pass(Duration.ofSeconds(10));
        own.look();
        assertThat(own.problem()).isNull();
        assertThat(log.lines()).isEmpty();
    }

    /** Else a client would be shown one certificate and another's signature. */
    @Test
    void aHandshakeThatHasBegunEndsWithTheCertificateWithWhichItBegan() throws Exception {
        String begun = own.chooseEngineServerAlias("EC", null, null);
        link("fullchain", 2);
        link("privkey", 2);
        own.look();
        pass(Duration.ofSeconds(2));
        assertThat(shown()).isEqualTo("CN=v2");

        assertThat(own.getCertificateChain(begun)[0].getSubjectX500Principal().getName())
                .isEqualTo("CN=v1");
    }

    @Test
    void isNotForClientsThatKnowOtherKeysAlone() {
        assertThat(own.chooseEngineServerAlias("RSA", null, null)).isNull();
    }

    @Test
    void atTheStartABadPairIsOneLine() throws Exception {
        link("privkey", 3);
        assertThatThrownBy(() -> new OwnCertificate(
                        "page", "page.certificate", folder.resolve("live/pi.example/fullchain.pem"), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("page.certificate cannot be used: ")
                .hasMessageContaining("privkey.pem: this is not the key of");
    }

    @Test
    void knowsItsNames() {
        CertificateNames names = own.names();
        assertThat(names.isFor("pi.example")).isTrue();
        assertThat(names.isFor("PI.example")).isTrue();
        assertThat(names.isFor("broker.pi.example")).isTrue();
        assertThat(names.isFor("a.broker.pi.example")).isFalse();
        assertThat(names.isFor("other.example")).isFalse();
        assertThat(names.addresses()).containsExactly("192.168.1.10");
    }
}
