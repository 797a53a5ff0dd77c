package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.kit.Keytool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.X509KeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientKeyTest {

    @TempDir
    static Path folder;

    private static Keytool keys;

    @BeforeAll
    static void chain() throws Exception {
        keys = new Keytool(folder.resolve("keys.p12"));
        keys.authority("root");
        keys.make("room", "root", Instant.now(), 30, "bc:c=ca:true");
        keys.make("PicoB", "room", Instant.now(), 30);
    }

    @Test
    void aChainOfCertificatesIsShownWhole() throws Exception {
        assertThat(shown("room", "root")).containsExactly("CN=PicoB", "CN=room", "CN=root");
    }

    @Test
    void whatLeadsToNoAuthorityDoesNoHarm() throws Exception {
        assertThat(shown()).containsExactly("CN=PicoB");
        assertThat(shown("root")).containsExactly("CN=PicoB", "CN=root");
    }

    @Test
    void aKeyAloneIsNotEnough() throws Exception {
        Path file = keys.pemWithKey("PicoB", folder.resolve("PicoB.pem"));
        Files.writeString(file, Files.readString(file).replaceFirst("(?s)^.*-----END CERTIFICATE-----", ""));
        assertThatThrownBy(() -> ClientKey.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("it needs a CERTIFICATE and a PRIVATE KEY (PKCS#8)");
    }

    /** What a broker is shown if the file has the certificates of others behind the client's own and its key. */
    private List<String> shown(String... others) throws Exception {
        Path file = keys.pemWithKey("PicoB", folder.resolve("PicoB.pem"));
        for (String other : others) {
            Path pem = keys.pem(other, folder.resolve(other + ".pem"));
            Files.writeString(file, Files.readString(pem), StandardOpenOption.APPEND);
        }
        X509KeyManager manager = (X509KeyManager) ClientKey.read(file)[0];
        String alias = manager.getClientAliases("EC", null)[0];
        return Arrays.stream(manager.getCertificateChain(alias))
                .map(X509Certificate::getSubjectX500Principal)
                .map(Principal::getName)
                .toList();
    }
}
