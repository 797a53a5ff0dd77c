package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void theCommandLineBeatsTheEnvironmentTheFileAndTheDefault() throws Exception {
        Path file = Files.writeString(
                folder.resolve("p.properties"), "lab.root=file\nbroker.port=1\nmanagement.port=1\nled.pin=1\n");
        Settings settings = new Settings(
                Map.of("lab.root", "line"),
                Map.of("LAB_ROOT", "env", "BROKER_PORT", "2", "LED_PIN", "2"),
                file,
                List.of("led.pin"));
        assertThat(settings.get(Setting.LAB_ROOT)).isEqualTo("line");
        assertThat(settings.get(Setting.BROKER_PORT)).isEqualTo("2");
        assertThat(settings.get(Setting.MANAGEMENT_PORT)).isEqualTo("1");
        assertThat(settings.get(Setting.GPIO_BOARD)).isEqualTo("auto");
        assertThat(settings.toProperties()).containsEntry("led.pin", "2");
    }

    @Test
    void takesCamelsOwnSettingsInAnySpelling() {
        Settings settings = new Settings(
                Map.of("camel.main.shutdown-timeout", "9"),
                Map.of("CAMEL_MAIN_SHUTDOWNTIMEOUT", "8", "CAMEL_MAIN_NAME", "n"),
                null,
                List.of());
        assertThat(settings.toProperties())
                .containsEntry("camel.main.shutdown-timeout", "9")
                .containsEntry("camel.main.name", "n")
                .doesNotContainKey("camel.main.shutdowntimeout");
    }

    @Test
    void testsOfRoutesBeginWithTheSameTopics() throws IOException {
        Properties defaults = new Properties();
        defaults.load(getClass().getResourceAsStream("/META-INF/device-test.properties"));

        assertThat(defaults).containsExactly(entry("lab.root", Setting.LAB_ROOT.fallback()));
    }

    @Test
    void namesTheNearestOption() {
        assertThatThrownBy(() -> settings(Map.of("brokerport", "1")))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option --brokerport; did you mean --broker.port?");
        assertThatThrownBy(() -> settings(Map.of("xyzzy-plugh", "1"))).hasMessage("unknown option --xyzzy-plugh");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> new Settings(Map.of(), Map.of(), folder.resolve("none"), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("none cannot be read: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "abc", "1e3"})
    void refusesWhatIsNoPort(String value) {
        assertThatThrownBy(() -> settings(Map.of("broker.port", value)).port(Setting.BROKER_PORT))
                .hasMessage("broker.port must be a port from 0 to 65535, but was \"" + value + "\"");
    }

    @Test
    void takesEveryPort() {
        assertThat(settings(Map.of("broker.port", "0")).port(Setting.BROKER_PORT))
                .isZero();
        assertThat(settings(Map.of("broker.port", "65535")).port(Setting.BROKER_PORT))
                .isEqualTo(65535);
    }

    @Test
    void anEmptyValueIsNone() {
        assertThat(settings(Map.of("mqtt.url", " ")).get(Setting.MQTT_URL)).isNull();
        assertThatThrownBy(() -> settings(Map.of("lab.root", "")).require(Setting.LAB_ROOT))
                .hasMessage("lab.root must not be empty");
    }

    private static Settings settings(Map<String, String> line) {
        return new Settings(line, Map.of(), null, List.of());
    }
}
