package dev.piroutes.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.kit.Keytool;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as OpenSSL writes them, and chains. */
class CertificateAndKeyTest {

    @TempDir
    static Path made;

    @TempDir
    Path folder;

    private static Keytool keys;

    @BeforeAll
    static void make() throws Exception {
        keys = new Keytool(made.resolve("keys.p12")).authority("root");
        keys.make("room", "root", Instant.now(), 30, "bc:c=ca:true");
        keys.make("PicoB", "room", Instant.now(), 30);
    }

    private static Path file(String name) {
        try {
            return Path.of(Objects.requireNonNull(CertificateAndKeyTest.class.getResource("/tls/" + name + ".pem"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"rsa, rsa-pkcs8, RSA", "rsa, rsa-traditional, RSA", "ec, ec-pkcs8, EC", "ec, ec-traditional, EC"})
    void keysOfBothKindsInBothForms(String certificate, String key, String algorithm) throws Exception {
        CertificateAndKey read = CertificateAndKey.read(file(certificate), file(key));

        assertThat(read.key().getAlgorithm()).isEqualTo(algorithm);
        assertThat(read.chain()).singleElement().satisfies(own -> assertThat(
                        own.getSubjectX500Principal().getName())
                .isEqualTo("CN=" + certificate + ".example"));
        assertThat(read).hasToString("CertificateAndKey[CN=" + certificate + ".example]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa-encrypted", "ec-encrypted"})
    void aKeyWithAPasswordIsOneLine(String key) {
        assertThatThrownBy(() -> CertificateAndKey.read(file("rsa"), file(key)))
                .isInstanceOf(IOException.class)
                .hasMessage(file(key) + ": the key is encrypted, and nobody is here to type its password:"
                        + " 'openssl pkey -in OLD -out NEW' writes it without one");
    }

    @ParameterizedTest
    @CsvSource({"ec, rsa-pkcs8", "ec, rsa-traditional", "rsa, ec-pkcs8", "rsa, ec-traditional"})
    void aKeyOfAnotherKind(String certificate, String key) {
        assertThatThrownBy(() -> CertificateAndKey.read(file(certificate), file(key)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file(key) + ": the key is damaged, or no ");
    }

    @Test
    void theKeyOfAnotherCertificate() throws Exception {
        Path one = keys.pemWithKey("room", folder.resolve("room.pem"));
        Path other = keys.pemWithKey("PicoB", folder.resolve("PicoB.pem"));

        assertThatThrownBy(() -> CertificateAndKey.read(one, other))
                .hasMessage(other + ": this is not the key of the first certificate in " + one);
    }

    @Test
    void filesWithoutWhatTheyAreFor() throws Exception {
        Path nothing = Files.writeString(folder.resolve("nothing.pem"), "nothing");
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> CertificateAndKey.read(file("ec"), file("ec")))
                .hasMessage(file("ec") + ": there is no PRIVATE KEY in it");
        assertThatThrownBy(() -> CertificateAndKey.read(nothing, nothing))
                .hasMessage(nothing + ": there is no CERTIFICATE in it");
        assertThatThrownBy(() -> CertificateAndKey.read(missing, nothing)).hasMessage(missing + ": No Such File");
    }

    /** A PKCS#8 key of which the end is missing. */
    @Test
    void aKeyThatIsHalfWritten() throws Exception {
        String whole = Files.readString(file("ec-pkcs8"));
        Path half =
                Files.writeString(folder.resolve("half.pem"), whole.substring(0, 80) + "\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> CertificateAndKey.read(file("ec"), half))
                .hasMessage(half + ": the key is damaged, or no EC key as its certificate has one");
    }

    @Test
    void aChainIsShownWholeAndWhatLeadsToNoAuthorityDoesNoHarm() throws Exception {
        assertThat(shown("room", "root")).containsExactly("CN=PicoB", "CN=room", "CN=root");
        assertThat(shown()).containsExactly("CN=PicoB");
        assertThat(shown("root")).containsExactly("CN=PicoB", "CN=root");
    }

    /** What others are shown if the file has these certificates behind the own one and its key. */
    private List<String> shown(String... others) throws Exception {
        Path file = keys.pemWithKey("PicoB", folder.resolve("PicoB.pem"));
        for (String other : others) {
            Path pem = keys.pem(other, folder.resolve(other + ".pem"));
            Files.writeString(file, Files.readString(pem), StandardOpenOption.APPEND);
        }
        X509ExtendedKeyManager manager = CertificateAndKey.read(file, file).keyManager();
        String alias = manager.getClientAliases("EC", null)[0];
        return Arrays.stream(manager.getCertificateChain(alias))
                .map(X509Certificate::getSubjectX500Principal)
                .map(Principal::getName)
                .toList();
    }
}
