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
import org.junit.jupiter.params.provider.CsvSource;
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
        String given = setting.isSecret() ? " line " : "line";
        assertSees(setting, given, new Settings(line, Map.of(), file, List.of()));
        assertSees(setting, given, new Settings(line, environment, file, List.of()));
        assertThat(new Settings(Map.of(setting.key(), ""), environment, file, List.of()).get(setting))
                .isNull();
    }

    private static void assertSees(Setting setting, String expected, Settings settings) {
        assertThat(settings.get(setting)).isEqualTo(expected);
        assertThat(String.valueOf(settings.property(setting.key())).trim())
                .isEqualTo(String.valueOf(expected).trim());
    }

    /** What {@code run} makes of them; {@code null} is nothing at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            textBlock =
                    """
                                       | 127.0.0.1 | 1883 | null                | 8080 | 9876 | true
            broker.profile=lab                | 0.0.0.0   | 1883 | null                | 8080 | 9876 | true
            broker.profile=secure             | 0.0.0.0   | 8883 | secure, none        | 8080 | 9876 | true
            broker.profile=secure broker.client-certificates=required secure.dir=/etc/x | 0.0.0.0 | 8883 | /etc/x, required | 8080 | 9876 | true
            broker.client-certificates=yes secure.dir= | 127.0.0.1 | 1883 | null | 8080 | 9876 | true
            broker.profile=lab broker.host=::1 broker.port=0 | ::1 | 0 | null           | 8080 | 9876 | true
            mqtt.url=tcp://a broker.port=x | null  | null | null                | 8080 | 9876 | true
            page.port=0 page.host=0.0.0.0 page.groups=# | 127.0.0.1 | 1883 | null | null | 9876 | true
            management.port=0 routes.watch=false | 127.0.0.1 | 1883 | null       | 8080 | 0    | false
            """)
    void areParsedForARun(
            String given, String host, Integer port, String secured, Integer page, int management, boolean watched) {
        RunOptions run = RunOptions.of(settings(given));

        BrokerOptions broker = run.broker();
        assertThat(broker == null ? null : broker.host()).isEqualTo(host);
        assertThat(broker == null ? null : broker.port()).isEqualTo(port);
        assertThat(
                        broker == null || broker.secured() == null
                                ? null
                                : broker.secured().folder() + ", "
                                        + broker.secured().clientCertificates())
                .isEqualTo(secured);
        assertThat(run.page() == null ? null : run.page().port()).isEqualTo(page);
        assertThat(run.management()).isEqualTo(management);
        assertThat(run.watched()).isEqualTo(watched);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            broker.port=-1     | broker.port must be a port from 0 to 65535, but was "-1"
            broker.port=65536  | broker.port must be a port from 0 to 65535, but was "65536"
            page.port=abc      | page.port must be a port from 0 to 65535, but was "abc"
            management.port=1e3 | management.port must be a port from 0 to 65535, but was "1e3"
            management.port=   | management.port must not be empty
            lab.root=          | lab.root must not be empty
            routes.watch=yes   | routes.watch must be true or false, but was "yes"
            broker.will-grace=30s | broker.will-grace must be a whole number of seconds, 0 or more, but was "30s"
            broker.will-grace=-1 | broker.will-grace must be a whole number of seconds, 0 or more, but was "-1"
            broker.will-grace= | broker.will-grace must not be empty
            page.control=yes   | page.control must be true or false, but was "yes"
            homeassistant.state=maybe | homeassistant.state must be true or false, but was "maybe"
            broker.profile=open | broker.profile must be default, lab or secure, but was "open"
            monitor.not-seen=soon | monitor.not-seen must be a duration like 90s or 3m, but was "soon"
            page.groups=g#     | page.groups must be at most 200 different groups, such as g01..g30 or red,blue (letters, digits, - and _), but was "g#"
            page.host=0.0.0.0  | page.host 0.0.0.0 opens the bench page to the network: give it a password in the environment variable PAGE_PASSWORD
            page.address=https://bench.example | page.address https://bench.example/ opens the bench page to the network: give it a password in the environment variable PAGE_PASSWORD
            page.address=bench.example | page.address must be what a browser is given, such as https://bench.example/ or https://pi.local:8443/bench/, but was "bench.example"
            """)
    void whatARunCannotUseIsOneLine(String given, String message) {
        assertThatThrownBy(() -> RunOptions.of(settings(given)))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void aFormatOfTheLogIsOneOfItsWords() {
        assertThatThrownBy(() -> settings("log.format=xml").word(Setting.LOG_FORMAT))
                .hasMessage("log.format must be auto, text, json or journal, but was \"xml\"");
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
        assertThat(settings.property("camel.main.shutdownTimeout")).isEqualTo("9");
    }

    @Test
    void testsOfRoutesBeginWithTheSameTopics() throws IOException {
        Properties defaults = new Properties();
        defaults.load(getClass().getResourceAsStream("/META-INF/device-test.properties"));

        assertThat(defaults)
                .containsOnly(
                        entry("lab.root", Setting.LAB_ROOT.fallback()),
                        entry("camel.component.kamelet.no-error-handler", "true"));
        assertThat(RouteFiles.in(null).defaults()).containsEntry("lab.root", Setting.LAB_ROOT.fallback());
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
        return settings.forRoutes(RouteFiles.in(null), Map.of());
    }
}
