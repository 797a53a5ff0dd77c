package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a warning only where it is certain: here it is, and beside it what is nearly the same and fine. */
class CertainTest {

    private static final String LAMP =
            """
            - route:
                id: lamp
                description: Lights
                from:
                  uri: paho:lamp/set
                  parameters: {client: "#lamp", qos: 1}
                  steps:
                    - to: {id: light, uri: gpio:20}
                    - to:
                        id: say
                        uri: paho:lamp/state
                        parameters: {client: "#lamp", qos: 1, retained: true}
            - beans:
                - name: lamp
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Lamp, statusTopic: lamp/status}
            """;

    private static final String READER =
            """
            - route:
                id: reader
                description: Reads states
                from:
                  uri: paho:+/status
                  parameters: {client: "#reader", qos: 1}
                  steps:
                    - log: {id: read, message: "${body}"}
            - beans:
                - name: reader
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Reader, acceptRetained: true}
            """;

    private static final String BUTTON =
            """
            - route:
                id: button
                description: Says that it is pressed
                from:
                  uri: gpio:21
                  parameters: {pull: up, activeLow: true}
                  steps:
                    - log: {id: pressed, message: pressed}
            """;

    @Test
    void theTextsAreFine() {
        assertThat(warnings(LAMP + READER + BUTTON)).isEmpty();
    }

    @Test
    void seesALoop() {
        String loop = LAMP.replace("paho:lamp/state", "paho:lamp/set").replace("true}", "false}");
        assertThat(warnings(loop))
                .containsExactly(
                        "k:11:18: lamp/set is what its own route subscribes to (k:5:12): each message would start"
                                + " the next, without end; publish to another topic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "from:        | autoStartup: false\n    from:",
                "- to: {id: l | - validate: {simple: {expression: '${body} != 1'}}\n        - to: {id: l",
                "- to: {id: l | - setHeader: {name: CamelPahoOverrideTopic, constant: {expression: a}}\n        - to: {id: l",
                "gpio:20      | direct:other",
                "Lamp, stat   | Lamp, protocolVersion: 5, noLocal: true, stat",
            })
    void maybeALoopIsNone(String edit) {
        String[] sides = edit.split(" *\\| ", 2);
        String loop = LAMP.replace("paho:lamp/state", "paho:lamp/set").replace("true}", "false}");
        assertThat(loop).contains(sides[0]);
        List<String> found = warnings(loop.replace(sides[0], sides[1]));
        assertThat(found.stream().anyMatch(line -> line.contains("without end")))
                .isEqualTo(sides[1].startsWith("autoStartup"));
    }

    @Test
    void seesThatStatusesAreLeftOut() {
        String without = READER.replace(", acceptRetained: true", "");
        assertThat(warnings(LAMP + without))
                .containsExactly(
                        "k:21:12: lamp/status is retained, and Reader leaves out what is retained: acceptRetained:"
                                + " true at its bean (or, if it handles commands, at one of its own for states)");
        assertThat(warnings(LAMP + without.replace("+/status", "other/status"))).isEmpty();
        assertThat(warnings(LAMP.replace("true}", "false}") + without.replace("+/status", "#")))
                .isEmpty();
    }

    @Test
    void seesARetainedCommand() {
        UnaryOperator<String> to = topic -> LAMP.replace("paho:lamp/state", "paho:" + topic);
        assertThat(warnings(to.apply("door/set")))
                .containsExactly(
                        "k:12:61: door/set is a command by its name, and a retained command would be handled again"
                                + " at every start: retained: false (or, if it is a state, another name)");
        assertThat(warnings(to.apply("door/set").replace("true}", "false}"))).isEmpty();
        assertThat(warnings(to.apply("door/preset"))).isEmpty();
        assertThat(warnings(to.apply("door/set") + READER.replace("+/status", "door/set")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            event: change                | true  | warned
            event: change                | false |
            event: change, initial: true | true  |
            event: press                 | true  |
            """)
    void seesARetainedStateThatIsNotToldAtTheStart(String options, String retained, String warned) {
        String contact = BUTTON.replace("pull: up, activeLow: true", "pull: up, " + options)
                .replace(
                        "log: {id: pressed, message: pressed}",
                        "to: {id: tell, uri: paho:door/state, parameters: {client: \"#lamp\", retained: " + retained
                                + "}}");

        assertThat(warnings(contact + LAMP))
                .containsExactlyElementsOf(
                        warned == null
                                ? List.of()
                                : List.of(
                                        "k:5:12: gpio:21 (header pin 40) has its state retained, and tells it with the"
                                                + " next move only: after a start it may be wrong: initial: true"));
    }

    /** Of an output, which is off again after a start. */
    @Test
    void seesARetainedStateOfAnOutputThatIsNotToldAtTheStart() {
        String hint =
                "the state of gpio:20 (header pin 38) is retained, and told with the next command only: after a restart"
                        + " it may be wrong; tell it at the start, too (docs/gpio.md#output)";
        String atTheStart =
                """
                - route:
                    id: start
                    from:
                      uri: timer:start
                      parameters: {repeatCount: 1, delay: 0}
                      steps:
                        - to: {id: read, uri: "gpio:20", parameters: {action: READ}}
                        - to: {id: tell, uri: "paho:lamp/state", parameters: {client: "#lamp", retained: true}}
                """;

        assertThat(hints(LAMP)).anyMatch(found -> found.endsWith(hint));
        assertThat(hints(atTheStart + LAMP)).noneMatch(found -> found.endsWith(hint));
        assertThat(hints(LAMP.replace("true}", "false}"))).noneMatch(found -> found.endsWith(hint));
        assertThat(hints(LAMP.replace("uri: gpio:20}", "uri: gpio:20, parameters: {restore: true}}")))
                .noneMatch(found -> found.endsWith(hint));
    }

    /** A state is for others; a command wants somebody who handles it. */
    @Test
    void nobodyHasToSubscribeAState() {
        assertThat(hints(LAMP)).noneMatch(found -> found.contains("nobody in these files subscribes"));
        assertThat(hints(LAMP.replace("true}", "false}")))
                .anyMatch(found -> found.contains("nobody in these files subscribes lamp/state"));
    }

    @Test
    void seesAStepWithTheIdOfARoute() {
        assertThat(warnings(LAMP.replace("id: light,", "id: lamp,")))
                .containsExactly(
                        "k:8:20: error: there is a route with the id lamp, too: it is at k:2:5; Camel wants each once"
                                + " in all files");
    }

    @Test
    void seesAPartThatIsNoInput() {
        assertThat(warnings(BUTTON.replace("activeLow: true}", "as: relay}")))
                .containsExactly(
                        "k:6:34: error: gpio:21 (header pin 40): as must be one of button, switch, sensor for an"
                                + " input, but was 'relay'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            activeLow: true                | pull: up
            activeLow: true, event: change | pull: up
            event: click                   | pull: down
            pull: none, activeLow: true    |
            event: press                   |
            event: change                  |
            """)
    void seesAButtonWithoutAResistor(String options, String pull) {
        List<String> found = warnings(BUTTON.replace("pull: up, activeLow: true", options));
        if (pull == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .containsExactly(
                            "k:5:12: gpio:21 (header pin 40) has no pull: the line of an open button floats, and"
                                    + " presses come that nobody made: " + pull
                                    + " (or, if the circuit has a resistor, pull: none)");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            to: {id: s, uri: "log:${body}"}                              | 8:28
            to: {id: s, uri: log, parameters: {loggerName: "a.${body}"}} | 8:58
            toD: {id: s, uri: "log:${body}"}                             |
            wireTap: {id: s, uri: "log:${body}"}                         |
            to: {id: s, uri: "language:simple:${body}"}                  |
            to: {id: s, uri: "file:out?fileName=${body}"}                |
            """)
    void seesAnExpressionThatIsNone(String step, String place) {
        List<String> found = warnings(BUTTON.replace("log: {id: pressed, message: pressed}", step));
        if (place == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found)
                    .containsExactly("k:" + place
                            + ": a to: takes ${ } as it is written: use toD: if each message decides where it goes");
        }
    }

    private static List<String> warnings(String text) {
        return found(text, severity -> severity.compareTo(Severity.HINT) < 0);
    }

    private static List<String> hints(String text) {
        return found(text, severity -> severity == Severity.HINT);
    }

    private static List<String> found(String text, Predicate<Severity> wanted) {
        return new Checker(Map.of())
                .check(List.of(new RouteSource("k", text))).stream()
                        .filter(finding -> wanted.test(finding.severity()))
                        .map(CertainTest::inWords)
                        .toList();
    }

    /** Errors say so. */
    private static String inWords(Finding finding) {
        return finding.toString().replace(": warning: ", ": ");
    }
}
