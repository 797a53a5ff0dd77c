package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

    @TempDir
    Path folder;

    @Test
    void areReadFromTheClientsOwnFileAndShowNoSecret() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), "");
        Files.writeString(
                folder.resolve("PicoB.properties"),
                "mqtt.username=PicoB\nmqtt.password=hunter2\nmqtt.ca=ca.pem\nmqtt.certificate=PicoB.pem\n");

        Credentials read = Credentials.read(folder, "PicoB");

        assertThat(read.username()).isEqualTo("PicoB");
        assertThat(String.valueOf(read.password())).isEqualTo("hunter2");
        assertThat(read.ca()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(read.certificate()).as("it was not copied along").isNull();
        assertThat(read.toString()).isEqualTo("Credentials[user \"PicoB\"]");
    }

    @Test
    void sayWhatIsMissing() throws IOException {
        assertThatThrownBy(() -> Credentials.read(folder, "PicoB"))
                .hasMessage("mqtt.credentials must be a folder with PicoB.properties (pi-routes secure makes it), but "
                        + folder.resolve("PicoB.properties") + " does not exist");

        for (String text : List.of("", "mqtt.ca=ca.pem\n", "mqtt.password=hunter2\n")) {
            Files.writeString(folder.resolve("PicoB.properties"), text);
            assertThatThrownBy(() -> Credentials.read(folder, "PicoB"))
                    .as(text)
                    .hasMessage(folder.resolve("PicoB.properties") + " must have mqtt.username (a token, if the broker"
                            + " wants only that) and mqtt.password, or mqtt.certificate");
        }
    }

    @Test
    void areATokenAloneOrACertificateAlone() throws IOException {
        Path own = folder.resolve("PicoB.properties");
        Files.writeString(own, "mqtt.username=a-token\n");
        assertThat(Credentials.read(folder, "PicoB"))
                .satisfies(read -> assertThat(read.username()).isEqualTo("a-token"))
                .satisfies(read -> assertThat(read.password()).isNull())
                .satisfies(read ->
                        assertThat(read.ca()).as("the JVM's own authorities").isNull());

        Files.writeString(folder.resolve("own.pem"), "");
        Files.writeString(own, "mqtt.certificate=own.pem\n");
        assertThat(Credentials.read(folder, "PicoB"))
                .satisfies(read -> assertThat(read.username()).isNull())
                .satisfies(read -> assertThat(read.certificate()).isEqualTo(folder.resolve("own.pem")));
    }

    @Test
    void blanksAreOfThePassword() throws IOException {
        Files.writeString(folder.resolve("PicoB.properties"), "mqtt.username=u\nmqtt.password=\\ p{{x \n");

        assertThat(String.valueOf(Credentials.read(folder, "PicoB").password())).isEqualTo(" p{{x ");
    }

    @Test
    void sayWhichFileIsNoCertificate() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong.pem"), "nothing");

        assertThatThrownBy(() ->
                        new DeviceTls(List.of("ssl://pi:8883"), new Credentials(null, null, null, wrong)).factory())
                .hasMessage("mqtt.certificate must be a readable PEM file with certificate and key: " + wrong
                        + ": there is no CERTIFICATE in it");
    }
}
