package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {

    private static final Map<String, String> PROPERTIES = Map.of("lab.root", "csc2106", "page.port", "8080");

    @Test
    void findsNothingInWhatShips() throws IOException {
        assertThat(new Checker(PROPERTIES).check(sources(Path.of("src/main/resources/routes"))))
                .isEmpty();
    }

    /** Beside the lab, as people run them; hints are about partners that are other programs'. */
    @ParameterizedTest
    @MethodSource("examples")
    void findsNoFaultInAnExample(Path example, @TempDir Path credentials) throws IOException {
        List<RouteSource> sources = new ArrayList<>(sources(Path.of("src/main/resources/routes")));
        if (example.toString().contains("led-")) {
            sources.removeIf(source -> source.name().startsWith("led."));
        }
        sources.add(new RouteSource("example", Files.readString(example)));
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        properties.put("ds18b20.id", "28-0000055f1020");
        properties.put("http-bridge.url", "http://127.0.0.1:8000/");
        properties.put("bridge.url", "tcp://127.0.0.1:1884");
        properties.put("thingsboard.url", "tcp://127.0.0.1:1884");
        properties.put("thingsboard-gateway.url", "tcp://127.0.0.1:1884");
        properties.put("aws-iot.url", "ssl://127.0.0.1:1884");
        properties.put("aws-iot.thing", "Thing");
        properties.put("influxdb.token", "token");
        properties.put("thingspeak.channel", "1");
        properties.put("thingspeak.client-id", "Speak");
        Files.writeString(credentials.resolve("ThingsBoard.properties"), "mqtt.username=A1B2C3\n");
        Files.writeString(credentials.resolve("ThingsBoardGateway.properties"), "mqtt.username=A1B2C3\n");
        Files.writeString(credentials.resolve("Thing.properties"), "mqtt.certificate=Thing.pem\n");
        Files.writeString(credentials.resolve("Speak.properties"), "mqtt.username=u\nmqtt.password=p\n");
        properties.put("thingsboard.credentials", credentials.toString());
        properties.put("thingsboard-gateway.credentials", credentials.toString());
        properties.put("aws-iot.credentials", credentials.toString());
        properties.put("thingspeak.credentials", credentials.toString());
        assertThat(new Checker(properties).check(sources))
                .filteredOn(finding -> finding.severity() != Severity.HINT)
                .isEmpty();
    }

    /** In any Camel program, too. */
    @ParameterizedTest
    @MethodSource({"examples", "lab"})
    void aFileThatIsAloneHasTheLabsTopics(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text.lines().filter(line -> !line.stripLeading().startsWith("#")))
                .noneMatch(line -> line.matches(".*\\{\\{lab\\.root(?!:csc2106}}).*"));
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource("x", text))))
                .noneMatch(finding -> finding.message().contains("lab.root"));
    }

    static List<Path> lab() throws IOException {
        return List.of(
                Path.of("src/main/resources/routes/led.camel.yaml"),
                Path.of("src/main/resources/routes/button-panel.camel.yaml"),
                Path.of("src/main/resources/routes/monitor.camel.yaml"));
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> paths = Files.list(Path.of("src/main/resources/examples"))) {
            return paths.sorted().toList();
        }
    }

    /** Of a route that does nothing else. */
    private static List<Finding> found(String step) {
        String text =
                """
                - route:
                    id: a
                    description: Sends
                    from:
                      uri: timer:a
                      steps:
                        - %s
                """
                        .formatted(step);
        return new Checker(PROPERTIES).check(List.of(new RouteSource("a", text)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kafka | there is no component kafka here: pi-routes add camel-kafka
                    kafak | there is no component kafak; did you mean kafka?
                    mqtt  | there is no component mqtt; did you mean paho?
                    qqqqq | there is no component qqqqq, here or in Camel's catalogue: is its name spelt right?
                    """)
    void saysWhereAComponentIsThatIsNotHere(String scheme, String message) {
        assertThat(found("to: {id: b, uri: \"" + scheme + ":c\"}"))
                .extracting(Finding::message)
                .contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            {{ value_json.t }}  | ERROR   | Camel takes {{ value_json.t }} for a property: a text for others is written \\{{ value_json.t \\}}
            {{ states("a:b") }} | WARNING | Camel takes {{ states("a:b") }} for a property: a text for others is written \\{{ states("a:b") \\}}
            \\{{ value_json.t \\}} | | ``
            {lab.root}}/x       | WARNING | a brace is missing: write {{lab.root}}
            {{lab.root          | WARNING | a brace is missing: write {{lab.root}}
            {"a":{"b":1}}       | | ``
            {"a":{"b":{{a:1}} } } | | ``
            {"a":{"b":{{a:1}}}} | ERROR   | {{ is missing: a property is {{name}}, a text for others \\{{ text \\}}, two ends of JSON } }
            """)
    void saysHowBracesForOthersAreWritten(String body, Severity severity, String message) {
        List<Finding> found = found("setBody: {id: b, constant: '" + body + "'}");
        if (severity == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .filteredOn(finding -> finding.severity() == severity)
                    .extracting(Finding::message)
                    .contains(message);
        }
    }

    @Test
    void saysThatAnEndpointHasNoBracesForOthers() {
        assertThat(found("to: {id: b, uri: 'log:b', parameters: {marker: '{{ value_json.t }}'}}"))
                .filteredOn(Finding::isError)
                .extracting(Finding::message)
                .containsExactly(
                        "Camel takes {{ value_json.t }} for a property: an endpoint's options cannot have a text with"
                                + " braces for others; put it into the body or a header");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            kamelet:gpio-buton-source?pin=5|there is no Kamelet gpio-buton-source
            kamelet:gpio-button-source     |needs the parameter pin
            """)
    void looksIntoKamelets(String uri, String message) {
        String text = "- route:\n    id: r\n    from:\n      uri: " + uri.trim()
                + "\n      parameters:\n        debouce: 1s\n      steps:\n        - log: x\n";
        assertThat(new Checker(PROPERTIES).check(List.of(new RouteSource("k", text))))
                .extracting(Finding::message)
                .anyMatch(said -> said.contains(message));
        if (uri.contains("button")) {
            assertThat(new Checker(PROPERTIES).check(List.of(new RouteSource("k", text))))
                    .extracting(Finding::toString)
                    .contains("k:6:18: error: gpio-button-source has no parameter debouce; did you mean debounce?");
        }
    }

    @Test
    void seesThatAnOutputIsNotToldWhatToDo() {
        String text = "- route:\n    id: r\n    from:\n      uri: gpio:5\n      parameters:\n        event: press\n"
                + "      steps:\n        - to:\n            id: relay\n            uri: gpio:16\n";
        assertThat(errors(text))
                .containsExactly("k:10:18: error: gpio:16 is not told what to do, for the body is the event"
                        + " of the input: add action: TOGGLE (or ON, OFF, PULSE, BLINK)");
        assertThat(errors(text + "            parameters:\n              action: PULSE\n"))
                .isEmpty();
        assertThat(errors(text.replace("event: press", "event: change"))).isEmpty();
        assertThat(errors(text.replace(
                        "steps:\n",
                        "steps:\n        - setBody:\n            constant:\n" + "              expression: \"ON\"\n")))
                .isEmpty();
    }

    /** By a Kamelet, and from what has no body, too. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            gpio:5, parameters: {event: press, pull: up} | uri: kamelet:gpio-led-sink, parameters: {pin: 16} | gpio-led-sink is not told what to do, for the body is the event of the input: add action: TOGGLE
            timer:a       | uri: kamelet:gpio-relay-sink, parameters: {pin: 16, maxOnTime: 5s} | gpio-relay-sink is not told what to do, for the body is empty
            timer:a       | uri: gpio:16 | gpio:16 is not told what to do, for the body is empty: add action: TOGGLE (or ON, OFF, PULSE, BLINK)
            "quartz:a?cron=0 0 7 * * ?" | uri: gpio:16 | for the body is empty
            kamelet:gpio-button-source, parameters: {pin: 5} | uri: gpio:16 | for the body is the event of the input
            timer:a       | uri: kamelet:gpio-led-sink, parameters: {pin: 16, action: TOGGLE} |
            timer:a       | uri: gpio:16, parameters: {action: READ} |
            direct:a      | uri: gpio:16 |
            gpio:5, parameters: {event: change, pull: up} | uri: kamelet:gpio-led-sink, parameters: {pin: 16} |
            """)
    void seesThatAnOutputIsNotTold(String from, String to, String words) {
        String text =
                "- route: {id: r, description: d, from: {uri: " + from + ", steps: [{to: {id: relay, " + to + "}}]}}\n";
        List<String> errors = errors(text);
        if (words == null) {
            assertThat(errors).isEmpty();
        } else {
            assertThat(errors).singleElement().asString().contains(words);
        }
        String set = "steps: [{setBody: {id: set, constant: {expression: \"ON\"}}}, {to: {id: relay";
        assertThat(errors(text.replace("steps: [{to: {id: relay", set))).isEmpty();
        String called =
                "steps: [{recipientList: {id: call, simple: {expression: \"direct:${header.a}\"}}}, {to: {id: relay";
        assertThat(errors(text.replace("steps: [{to: {id: relay", called)))
                .as("another route may make a body")
                .isEmpty();
        String state = "steps: [{to: {id: first, uri: gpio:17, parameters: {action: TOGGLE}}}, {to: {id: relay";
        assertThat(errors(text.replace("steps: [{to: {id: relay", state)))
                .as("an output makes its state of the body")
                .isEmpty();
        assertThat(errors("- intercept: {steps: [{setBody: {id: set, constant: {expression: \"ON\"}}}]}\n" + text))
                .isEmpty();
    }

    @Test
    void saysWhichOptionIsNoNumber() {
        assertThat(errors("- route:\n    id: r\n    from:\n      uri: timer:t\n      steps:\n"
                        + "        - to: {id: b, uri: gpio:5, parameters: {action: BLINK, count: many}}\n"))
                .containsExactly("k:6:71: error: gpio: count must be a whole number, but was \"many\"");
    }

    @Test
    void seesThatASpaceIsMissing() {
        assertThat(errors("- route:\n    id: r\n    from:\n      uri: gpio:5\n      parameters: {event:press}\n"
                        + "      steps:\n        - log: x\n"))
                .containsExactly("k:5:31: error: write event: press, with a space behind the colon");
    }

    @Test
    void takesAQuotedTextOverSomeLinesAsItIs() {
        assertThat(
                        errors(
                                "- route:\n    id: r\n    description: \"one\n      two\"\n    from:\n      uri: timer:t\n"
                                        + "      parameters: {period: \"1\n        000\", delay: 1s}\n      steps:\n        - log: x\n"))
                .noneMatch(error -> error.contains("quote"));
    }

    @Test
    void seesAStepIdThatIsGivenTwice() {
        assertThat(errors("- route:\n    id: r\n    from:\n      uri: gpio:5\n      steps:\n        - to:\n"
                        + "            id: say\n            uri: log:a\n        - to:\n            id: say\n"
                        + "            uri: log:b\n"))
                .containsExactly("k:10:17: error: there are two steps with the id say: the other is at k:7:17;"
                        + " Camel wants each once in all files");
    }

    /** The key that was written, its cause, and what to write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            log:a                         | mqtt:a           | 8:21  | there is no component mqtt; did you mean paho?
            clientId                      | client_id        | 12:31 | MqttDevice has no option client_id; did you mean clientId?
            {constant: {expression: "ON"}} | "ON"            | 7:20  | setBody needs an expression: write constant: {expression: "ON"} below it
            log:a                         | https://a        | 8:21  | there is no component https here: use vertx-http:https://…, or pi-routes add camel-http
            log:a                         | paho-mqtt:a      | 8:21  | there is no component paho-mqtt; did you mean paho?
            clientId                      | username         | 12:30 | MqttDevice has no option username; did you mean credentials?
            {constant: {expression: "ON"}} | "${body}"       | 7:20  | setBody needs an expression: write simple: {expression: "${body}"} below it
            {constant: {expression: "ON"}} | {value: "ON"}   | 7:21  | setBody has no value: write constant: {expression: "ON"}
            {client: "#lamp"              | {client: #lamp   | 5:28  | # begins a comment: put the bean's name in quotes, client: "#lamp"
            clientId: Lamp}               | clientId: Lamp #1} | 12:35 | # begins a comment: put the text in quotes
            """)
    void saysWhatToWrite(String right, String wrong, String place, String words) {
        String text =
                """
                - route:
                    id: r
                    from:
                      uri: paho:a
                      parameters: {client: "#lamp", qos: 1}
                      steps:
                        - setBody: {constant: {expression: "ON"}}
                        - to: {uri: log:a}
                - beans:
                    - name: lamp
                      type: dev.piroutes.mqtt.MqttDevice
                      properties: {clientId: Lamp}
                """;
        assertThat(errors(text.replace(right, wrong))).containsExactly("k:" + place + ": error: " + words);
    }

    @Test
    void seesACommentInBracketsOverSomeLines() {
        assertThat(errors("- route:\n    id: r\n    from:\n      uri: paho:a\n      parameters: {\n"
                        + "        # nothing is wrong here\n        topic: \"a #b\",\n        client: #lamp,\n"
                        + "        qos: 1}\n      steps:\n        - log: x\n"))
                .containsExactly("k:8:17: error: # begins a comment: put the bean's name in quotes, client: \"#lamp\"");
    }

    @Test
    void seesAPathOfJsonThatIsNone() {
        assertThat(found("setBody: {id: b, jsonpath: {expression: '$[?(@.t > '}}"))
                .filteredOn(finding -> finding.severity() == Severity.WARNING)
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("jsonpath: ");
        assertThat(found("setBody: {id: b, jsonpath: {expression: '$[?(@.t > 25)]'}}"))
                .isEmpty();
    }

    @Test
    void leavesToTheMessageWhatItDecides() {
        assertThat(found("toD: {id: b, uri: paho, parameters: {topic: 'a/${body}', qos: '${header.q}', client: '#x'}}"))
                .extracting(Finding::message)
                .containsExactly("there is no bean x; declare it under beans:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"#lamp", "#bean:lamp"})
    void knowsTheDeviceOfAnEndpoint(String client) {
        assertThat(errors("- route:\n    id: r\n    from:\n      uri: paho-mqtt5:a\n      parameters: {client: \""
                        + client
                        + "\"}\n      steps:\n        - log: x\n"
                        + "- beans:\n    - name: lamp\n      type: dev.piroutes.mqtt.MqttDevice\n"
                        + "      properties: {clientId: Lamp}\n"))
                .singleElement()
                .asString()
                .contains("paho-mqtt5 is for a device that speaks MQTT 5");
    }

    private static List<String> errors(String text) {
        return new Checker(PROPERTIES)
                .check(List.of(new RouteSource("k", text))).stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .map(Finding::toString)
                        .toList();
    }

    private static List<RouteSource> sources(Path folder) throws IOException {
        List<RouteSource> sources = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                sources.add(new RouteSource(path.getFileName().toString(), Files.readString(path)));
            }
        }
        return sources;
    }
}
