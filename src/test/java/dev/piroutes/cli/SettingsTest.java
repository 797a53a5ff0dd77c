package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @TempDir
    Path folder;

    /** Every setting, from each of its sources and above each weaker one; routes find the same as the program. */
    @ParameterizedTest
    @EnumSource
    void theCommandLineBeatsTheEnvironmentTheFileAndTheDefault(Setting setting) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.properties"));
        Path file = Files.writeString(folder.resolve("p.properties"), setting.key() + "=file");
        Map<String, String> environment = Map.of(setting.key().toUpperCase().replaceAll("[.-]", "_"), "environment");
        Map<String, String> line = Map.of(setting.key(), " line ");

        assertSees(setting, setting.fallback(), new Settings(Map.of(), Map.of(), empty, List.of()));
        assertSees(setting, "file", new Settings(Map.of(), Map.of(), file, List.of()));
        assertSees(setting, "environment", new Settings(Map.of(), environment, empty, List.of()));
        assertSees(setting, "environment", new Settings(Map.of(), environment, file, List.of()));
        assertSees(setting, "line", new Settings(line, Map.of(), file, List.of()));
        assertSees(setting, "line", new Settings(line, environment, file, List.of()));
        assertThat(new Settings(Map.of(setting.key(), ""), environment, file, List.of()).get(setting))
                .isNull();
    }

    private static void assertSees(Setting setting, String expected, Settings settings) {
        assertThat(settings.get(setting)).isEqualTo(expected);
        assertThat(properties(settings).getOrDefault(setting.key(), "none").trim())
                .isEqualTo(expected == null ? "none" : expected);
    }

    @Test
    void propertiesOfRoutesHaveTheSameSources() throws Exception {
        Path file = Files.writeString(folder.resolve("p.properties"), "led.pin=1\nother.pin=1\nled.topic=file\n");
        Settings settings = new Settings(
                Map.of("led.topic", "line"),
                Map.of("LED_PIN", "2", "UNUSED", "2"),
                file,
                List.of("led.pin", "led.topic"));
        assertThat(properties(settings))
                .containsEntry("led.pin", "2")
                .containsEntry("other.pin", "1")
                .containsEntry("led.topic", "line")
                .doesNotContainKey("unused");
    }

    @Test
    void takesCamelsOwnSettingsInAnySpelling() {
        Settings settings = new Settings(
                Map.of("camel.main.shutdown-timeout", "9"),
                Map.of("CAMEL_MAIN_SHUTDOWNTIMEOUT", "8", "CAMEL_MAIN_NAME", "n"),
                null,
                List.of());
        assertThat(properties(settings))
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
        assertThatThrownBy(() -> settings("brokerport=1"))
                .isInstanceOf(UsageException.class)
                .hasMessage("unknown option --brokerport; did you mean --broker.port?");
        assertThatThrownBy(() -> settings("xyzzy-plugh=1")).hasMessage("unknown option --xyzzy-plugh");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> new Settings(Map.of(), Map.of(), folder.resolve("none"), List.of()))
                .isInstanceOf(UsageException.class)
                .hasMessageEndingWith("none cannot be read: there is no such file");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 65535})
    void takesEveryPort(int port) {
        assertThat(settings("broker.port=" + port).port(Setting.BROKER_PORT)).isEqualTo(port);
    }

    /** @param given as on the command line, without its dashes */
    private static Settings settings(String given) {
        Map<String, String> line = new HashMap<>();
        for (String option : (given == null ? "" : given).split(" ")) {
            if (!option.isEmpty()) {
                line.put(option.split("=", 2)[0], option.split("=", 2)[1]);
            }
        }
        return new Settings(line, Map.of(), null, List.of());
    }

    private static Map<String, String> properties(Settings settings) {
        return settings.toMap();
    }
}
