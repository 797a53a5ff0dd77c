package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KameletCheckTest {

    private static final String ROUTE =
            """
            - route:
                id: r
                description: Uses a Kamelet
                from:
                  uri: %s
                  steps:
                    - to: {id: s, uri: %s, parameters: {%s}}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            pin: 20                                |
            pin: 20, count: 3, activeLow: "TRUE"   |
            pin: "{{led.pin:20}}", action: "{{led.action:ON}}" |
            pin: 20, action: ON                    |
            pin: 20, action: On                    | 7:81 warning: gpio-led-sink: action must be one of ON, OFF, TOGGLE, PULSE, BLINK, READ, but was "On"; did you mean ON?
            pin: 20, action: FLASH                 | 7:81 error: gpio-led-sink: action must be one of ON, OFF, TOGGLE, PULSE, BLINK, READ, but was "FLASH"
            pin: 20, count: many                   | 7:80 error: gpio-led-sink: count must be a whole number, but was "many"
            pin: 20, activeLow: maybe              | 7:84 error: gpio-led-sink: activeLow must be true or false, but was "maybe"
            pin: 20, actoin: ON                    | 7:81 warning: gpio-led-sink has no parameter actoin; did you mean action?
            action: ON                             | 7:28 error: gpio-led-sink needs the parameter pin
            pin: 99                                | 7:69 error: gpio:99: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)
            pin: 20, onTime: soon                  | 7:81 error: gpio:20 (header pin 38): onTime must be a duration such as 20ms, 1s or PT1.5S, but was 'soon'
            """)
    void checksAParameter(String parameters, String found) {
        assertThat(found(ROUTE.formatted("direct:t", "kamelet:gpio-led-sink", parameters)))
                .containsExactlyElementsOf(found == null ? List.of() : List.of(found));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            kamelet:gpio-button-source?pin=21&event=click  |
            kamelet:gpio-button-source?pin=21&event=pres   | 5:12 error: gpio-button-source: event must be one of press, release, change, click, double-click, long-press, but was "pres"; did you mean press?
            kamelet:gpio-button-source?pin=21&evnt=press   | 5:12 warning: gpio-button-source has no parameter evnt; did you mean event?
            kamelet:gpio-led-sink?pin=21                   | 5:12 error: gpio-led-sink takes messages and begins no route: write it in a to:, not in a from:
            """)
    void looksIntoTheQuery(String uri, String found) {
        assertThat(found(ROUTE.formatted(uri, "log:x", "")))
                .containsExactlyElementsOf(found == null ? List.of() : List.of(found));
    }

    @Test
    void aSourceIsNoStep() {
        assertThat(found(ROUTE.formatted("timer:t", "kamelet:gpio-button-source", "pin: 21")))
                .containsExactly(
                        "7:28 warning: gpio-button-source begins a route and takes no messages: write it in a from:, not in a to:");
    }

    @Test
    void aStepOfItsOwnIsAUseToo() {
        String step = ROUTE.formatted("timer:t", "x", "")
                .replace(
                        "to: {id: s, uri: x, parameters: {}}", "kamelet: {name: gpio-led-sink, parameters: {pin: 99}}");
        assertThat(found(step)).anyMatch(line -> line.contains("gpio:99: no such pin"));
    }

    @Test
    void pinsOfAKameletAreInUse() {
        String button = ROUTE.formatted("gpio:20?pull=up", "kamelet:gpio-led-sink", "pin: 20, action: TOGGLE");
        assertThat(found(button))
                .containsExactly(
                        "5:12 error: gpio:20 (header pin 38) is also r's (k:7:69): use another pin, or the same options; here it"
                                + " is an input with pull=up, activeLow=false, there an output with activeLow=false,"
                                + " initialState=OFF, shutdownState=OFF, maxOnTime=0ms, group=none, restore=false",
                        "7:69 error: gpio:20 (header pin 38) is also r's (k:5:12): use another pin, or the same options; here it"
                                + " is an output with activeLow=false, initialState=OFF, shutdownState=OFF, maxOnTime=0ms,"
                                + " group=none, restore=false, there an input with pull=up, activeLow=false");
        assertThat(found(button.replace("gpio:20?pull", "gpio:21?pull"))).isEmpty();
        assertThat(found(button.replace("gpio:20?pull=up", "kamelet:gpio-button-source?pin=pin:38")))
                .hasSize(2)
                .allMatch(line -> line.contains("gpio:20 (header pin 38) is also r's"));
    }

    /** Beside the routes, with the types of JSON; of what Camel starts, nothing is an error. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            to: a, ratio: 0.5            |
            to: a, ratio: "${body}"      |
            to: a, ratio: half           | 7:69 warning: mine: ratio must be a number, but was "half"
            to: a, times: 5s             |
            to: a, times: 1.5            | 7:69 warning: mine: times must be a whole number, but was "1.5"
            to: a, mode: turbo           | 7:68 warning: mine: mode must be one of fast, slow, but was "turbo"
            ratio: 1                     | 7:28 error: mine needs the parameter to
            to: a, lamp: 99              | 7:68 error: gpio:99: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)
            """)
    void knowsOnesOwn(String parameters, String found) throws IOException {
        own();
        assertThat(found(ROUTE.formatted("timer:t", "kamelet:mine", parameters), Map.of()))
                .containsExactlyElementsOf(found == null ? List.of() : List.of(found));
    }

    @Test
    void ofOneThatCannotBeReadTheParametersAreNotJudged() throws IOException {
        Files.writeString(folder.resolve("mine.kamelet.yaml"), "spec: [");
        assertThat(found(ROUTE.formatted("timer:t", "kamelet:mine", "to: a"), Map.of()))
                .hasSize(1)
                .noneMatch(line -> line.contains("parameter"));
    }

    @Test
    void oneInAnotherEncodingIsNamed() throws IOException {
        own();
        Path file = folder.resolve("mine.kamelet.yaml");
        String text = Files.readString(file).replace("Mine", "größer");
        for (Charset other : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
            Files.writeString(file, text, other);
            assertThat(found(ROUTE.formatted("timer:t", "kamelet:mine", "to: a"), Map.of()))
                    .contains("7:28 error: " + file + " cannot be read: it is no UTF-8 text; save it as UTF-8");
        }
    }

    @Test
    void aSettingMayHaveTheValue() throws IOException {
        own();
        String use = ROUTE.formatted("timer:t", "kamelet:mine", "ratio: 1");
        assertThat(found(use, Map.of("camel.kamelet.mine.to", "a"))).isEmpty();
    }

    /** One that uses another. */
    private void own() throws IOException {
        Files.writeString(
                folder.resolve("mine.kamelet.yaml"),
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: mine
                spec:
                  definition:
                    title: Mine
                    type: object
                    required: [to, ratio]
                    properties:
                      to: {title: To, type: string}
                      ratio: {title: Ratio, type: number, default: 1}
                      times: {title: Times, type: integer, default: 1}
                      mode: {title: Mode, type: string, enum: [fast, slow], default: fast}
                      lamp: {title: Lamp, type: string, default: "17"}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                        - to: {uri: "log:{{to}}-{{ratio}}-{{times}}-{{mode}}"}
                        - to: {uri: kamelet:gpio-led-sink, parameters: {pin: "{{lamp}}", action: "ON"}}
                """);
    }

    private List<String> found(String text, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("camel.component.kamelet.location", "file:" + folder + ",classpath:kamelets");
        return found(new Checker(all), text);
    }

    private static List<String> found(String text) {
        return found(new Checker(Map.of()), text);
    }

    private static List<String> found(Checker checker, String text) {
        return checker.check(List.of(new RouteSource("k", text))).stream()
                .filter(finding -> finding.severity().compareTo(Severity.HINT) < 0)
                .map(Finding::toString)
                .map(line -> line.replaceFirst("k:(\\d+:\\d+):", "$1"))
                .toList();
    }
}
