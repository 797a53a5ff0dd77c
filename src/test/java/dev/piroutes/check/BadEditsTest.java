package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people do to the lab's routes, and the line that each gets. The table in docs/check.md is made of these. */
class BadEditsTest {

    private static final Path ROUTES = Path.of("src/main/resources/routes");
    private static final Checker CHECKER = new Checker(Map.of("lab.root", "csc2106"));

    /**
     * An edit.
     *
     * @param what in words
     * @param file of the lab
     * @param from the text to replace, once
     * @param to what replaces it
     * @param lines what is said
     */
    record Edit(String what, String file, String from, String to, List<String> lines) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Edit led(String what, String from, String to, String... lines) {
        return new Edit(what, "led", from, to, List.of(lines));
    }

    private static Edit panel(String what, String from, String to, String... lines) {
        return new Edit(what, "button-panel", from, to, List.of(lines));
    }

    private static Edit monitor(String what, String from, String to, String... lines) {
        return new Edit(what, "monitor", from, to, List.of(lines));
    }

    static List<Edit> edits() {
        return List.of(
                led(
                        "a tab",
                        "    id: led-command",
                        "\tid: led-command",
                        "led.camel.yaml:11:1: error: a tab: indent with spaces"),
                led(
                        "indented too little",
                        "            when:",
                        "         when:",
                        "led.camel.yaml:22:10: error: the indentation fits no line above: items of one list and keys of one map begin in one column"),
                led(
                        "a colon forgotten",
                        "steps:\n        - convert",
                        "steps\n        - convert",
                        "led.camel.yaml:18:7: error: a \":\" is missing behind this"),
                led(
                        "a quote not closed",
                        "\"{{lab.root:csc2106}}/devB/status\"",
                        "\"{{lab.root:csc2106}}/devB/status",
                        "led.camel.yaml:56:22: error: the quote that opens here is never closed"),
                led(
                        "a colon in a text without quotes",
                        "description: Flips the LED",
                        "description: LED: flips it",
                        "led.camel.yaml:12:21: error: \": \" is not allowed here: put the text in quotes, or mend the indentation"),
                led(
                        "the dash of a step forgotten",
                        "        - choice:",
                        "          choice:",
                        "led.camel.yaml:21:11: error: each item has one keyword: put \"- \" before choice, or indent it further if it belongs to convertBodyTo"),
                led(
                        "a list's dash too many",
                        "            otherwise:\n",
                        "            - otherwise:\n",
                        "led.camel.yaml:41:13: error: the indentation fits no line above: items of one list and keys of one map begin in one column"),
                led(
                        "a keyword at the margin misspelt",
                        "- route:",
                        "- rout:",
                        "led.camel.yaml:10:3: error: unknown keyword rout; did you mean route?"),
                led(
                        "a step misspelt",
                        "- convertBodyTo:",
                        "- convertBody:",
                        "led.camel.yaml:19:11: error: unknown step convertBody; did you mean convertBodyTo?"),
                led(
                        "a key of a step misspelt",
                        "                      message: \"led/cmd TOGGLE",
                        "                      mesage: \"led/cmd TOGGLE",
                        "led.camel.yaml:40:23: error: log has no mesage; did you mean message?"),
                led(
                        "a key given twice",
                        "    id: led-command\n",
                        "    id: led-command\n    id: led\n",
                        "led.camel.yaml:12:5: warning: id stands here twice: keep one"),
                led(
                        "a value that is none of the choices",
                        "loggingLevel: WARN",
                        "loggingLevel: WARNN",
                        "led.camel.yaml:48:35: error: loggingLevel must be one of TRACE, DEBUG, INFO, WARN, ERROR, OFF, but was \"WARNN\"; did you mean WARN?"),
                led(
                        "a required key left out",
                        "            type: java.lang.String\n",
                        "",
                        "led.camel.yaml:19:25: error: convertBodyTo needs type:"),
                led(
                        "an expression left out",
                        "              - simple:\n                  expression: \"${body} == 'TOGGLE'\"\n",
                        "              - description: always\n",
                        "led.camel.yaml:23:17: error: an item of when needs an expression, for example simple: or constant:"),
                led(
                        "an expression that cannot be read",
                        "\"${body} == 'TOGGLE'\"",
                        "\"${boddy} == 'TOGGLE'\"",
                        "led.camel.yaml:24:31: error: simple: Unknown function: boddy; did you mean body?"),
                led(
                        "a language that is not there",
                        "              - simple:\n",
                        "              - jq:\n",
                        "led.camel.yaml:24:31: error: there is no language jq here: use simple, or pi-routes add camel-jq"),
                led(
                        "steps left empty",
                        "            otherwise:\n              steps:\n",
                        "            otherwise:\n              steps:\n            x:\n",
                        "led.camel.yaml:42:21: error: steps is empty: is what follows indented far enough?",
                        "led.camel.yaml:43:13: error: choice has no x; it has description, disabled, id, note, otherwise, precondition, when"),
                led(
                        "a component misspelt",
                        "uri: gpio:{{led.pin:20}}",
                        "uri: gpoi:{{led.pin:20}}",
                        "led.camel.yaml:28:28: error: there is no component gpoi; did you mean gpio?"),
                panel(
                        "an option misspelt",
                        "        debounce:",
                        "        debouce:",
                        "button-panel.camel.yaml:21:18: error: gpio has no option debouce; did you mean debounce?"),
                panel(
                        "a value misspelt",
                        "        pull: up",
                        "        pull: upp",
                        "button-panel.camel.yaml:19:15: error: gpio:21 (header pin 40): pull must be none, up or down, but was 'upp'; did you mean up?"),
                panel(
                        "a duration without a unit that exists",
                        "\"{{button-panel.debounce:20ms}}\"",
                        "20 msec",
                        "button-panel.camel.yaml:21:19: error: gpio:21 (header pin 40): debounce must be a duration such as 20ms, 1s or PT1.5S, but was '20 msec'"),
                panel(
                        "neither true nor false",
                        "        activeLow: true",
                        "        activeLow: maybe",
                        "button-panel.camel.yaml:20:20: error: gpio:21 (header pin 40): activeLow must be true or false, but was 'maybe'"),
                panel(
                        "an output's option on an input",
                        "        event: press",
                        "        initialState: \"ON\"",
                        "button-panel.camel.yaml:22:23: warning: gpio: initialState is an option of a to:, not of a from:"),
                panel(
                        "a pin that does not exist",
                        "gpio:{{button-panel.toggle-pin:21}}",
                        "gpio:99",
                        "button-panel.camel.yaml:17:12: error: gpio:99: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)"),
                panel(
                        "a position that is no GPIO",
                        "gpio:{{button-panel.toggle-pin:21}}",
                        "gpio:pin:6",
                        "button-panel.camel.yaml:17:12: error: gpio:pin:6: not a GPIO; that position is ground"),
                led(
                        "a pin that another device has",
                        "gpio:{{led.pin:20}}",
                        "gpio:22",
                        "button-panel.camel.yaml:41:12: error: gpio:22 (header pin 15) is also led-command's (led.camel.yaml:28:28): use another pin, or the same options; here it is an input with pull=up, activeLow=true, there an output with activeLow=false, initialState=OFF, shutdownState=OFF, maxOnTime=0ms, group=none, restore=false",
                        "led.camel.yaml:28:28: error: gpio:22 (header pin 15) is also hello-button's (button-panel.camel.yaml:41:12): use another pin, or the same options; here it is an output with activeLow=false, initialState=OFF, shutdownState=OFF, maxOnTime=0ms, group=none, restore=false, there an input with pull=up, activeLow=true"),
                led(
                        "a property without a value",
                        "{{led.pin:20}}",
                        "{{led.pni}}",
                        "led.camel.yaml:28:28: error: there is no property led.pni: write {{led.pni:a default}}, or set it in application.properties; did you mean led.pin?"),
                led(
                        "a bean misspelt",
                        "        client: \"#led\"",
                        "        client: \"#lde\"",
                        "led.camel.yaml:16:17: error: there is no bean lde; did you mean \"#led\"?"),
                led(
                        "the # of a bean forgotten",
                        "        client: \"#led\"",
                        "        client: led",
                        "led.camel.yaml:16:17: error: client is a bean's name behind a #, in quotes: client: \"#led\""),
                led(
                        "the quotes around a # forgotten",
                        "        client: \"#led\"",
                        "        client: #led",
                        "led.camel.yaml:16:16: error: client is empty: # begins a comment, so put the bean's name in quotes, client: \"#name\""),
                led(
                        "a client left out",
                        "        client: \"#led\"\n        qos: 1\n",
                        "        qos: 1\n",
                        "led.camel.yaml:14:12: error: paho has no client: name the bean of its device, for example client: \"#led\""),
                led(
                        "a class misspelt",
                        "dev.piroutes.mqtt.MqttDevice",
                        "dev.piroutes.mqtt.MqttDevise",
                        "led.camel.yaml:53:13: error: there is no class dev.piroutes.mqtt.MqttDevise; did you mean dev.piroutes.mqtt.MqttDevice?"),
                led(
                        "an option of a bean misspelt",
                        "        clientId: PicoB",
                        "        clientID: PicoB",
                        "led.camel.yaml:55:19: warning: MqttDevice has no option clientID; did you mean clientId?"),
                led(
                        "a client id with a space",
                        "        clientId: PicoB",
                        "        clientId: Pico B",
                        "led.camel.yaml:55:19: error: clientId must be 1 to 128 letters, digits, '-' or '_', but was \"Pico B\""),
                led(
                        "a keep-alive that is no duration",
                        "        keepAlive: 30s",
                        "        keepAlive: half a minute",
                        "led.camel.yaml:58:20: error: keepAlive cannot be \"half a minute\": write a duration such as 30s, 5m or 500ms"),
                led(
                        "a client id that another device has",
                        "        clientId: PicoB",
                        "        clientId: PicoA",
                        "led.camel.yaml:55:19: error: two devices have the clientId PicoA, the other at button-panel.camel.yaml:65:19: the broker would throw them off in turns; give each an id of its own"),
                led(
                        "a name of a bean that another device has",
                        "    - name: led\n",
                        "    - name: button-panel\n",
                        "led.camel.yaml:16:17: error: there is no bean led; declare it under beans:",
                        "led.camel.yaml:36:33: error: there is no bean led; declare it under beans:",
                        "led.camel.yaml:52:13: error: there are two beans named button-panel: the other is at button-panel.camel.yaml:62:13; give each a name of its own",
                        "led.camel.yaml:63:17: error: there is no bean led; declare it under beans:",
                        "led.camel.yaml:71:17: error: there is no bean led; declare it under beans:"),
                led(
                        "an id of a route that another device has",
                        "    id: led-command",
                        "    id: toggle-button",
                        "led.camel.yaml:11:5: error: there are two routes with the id toggle-button: the other is at button-panel.camel.yaml:14:5; give each an id of its own"),
                led(
                        "a wildcard in a topic to publish to",
                        "uri: paho:{{lab.root:csc2106}}/led/ack",
                        "uri: paho:{{lab.root:csc2106}}/led/#",
                        "led.camel.yaml:34:28: error: a topic to publish to has no wildcards (+ and # are for subscriptions), but was \"csc2106/led/#\""),
                led(
                        "a wildcard that is not the whole level",
                        "uri: paho:{{lab.root:csc2106}}/led/cmd",
                        "uri: paho:{{lab.root:csc2106}}/led+/cmd",
                        "led.camel.yaml:14:12: error: \"csc2106/led+/cmd\" is no topic: + stands for one whole level, # for all the rest and comes last, as in a/+/b or a/#"),
                led(
                        "an endpoint of MQTT 5 for a device of 3.1.1",
                        "uri: paho:{{lab.root:csc2106}}/led/cmd",
                        "uri: paho-mqtt5:{{lab.root:csc2106}}/led/cmd",
                        "led.camel.yaml:14:12: error: paho-mqtt5 is for a device that speaks MQTT 5: say protocolVersion: 5 at its bean, or paho:csc2106/led/cmd here"),
                led(
                        "a version of MQTT that there is not",
                        "        keepAlive: 30s",
                        "        protocolVersion: 4",
                        "led.camel.yaml:58:26: error: protocolVersion must be 3.1.1 or 5, but was \"4\""),
                led(
                        "a topic left out",
                        "uri: paho:{{lab.root:csc2106}}/led/cmd",
                        "uri: paho",
                        "led.camel.yaml:14:12: error: the topic is missing: write paho:the/topic"),
                led(
                        "a QoS that does not exist",
                        "        qos: 1",
                        "        qos: 3",
                        "led.camel.yaml:17:14: error: qos must be 0, 1 or 2, but was \"3\""),
                led(
                        "QoS 0 in a persistent session",
                        "        qos: 1",
                        "        qos: 0",
                        "led.camel.yaml:17:14: warning: QoS 0 on PicoB, whose session is persistent: a command can be lost on the way; use qos: 1"),
                panel(
                        "a retained command",
                        "              retained: false",
                        "              retained: true",
                        "button-panel.camel.yaml:35:25: warning: csc2106/led/cmd is a command to PicoB, and a retained command would be handled again at every start: retained: false (or, if it is a state, acceptRetained: true at its reader)"),
                panel(
                        "a retained command to another program's device",
                        "led/hello\n            parameters:\n              client: \"#button-panel\"\n              qos: 1\n              retained: false",
                        "lamp/set\n            parameters:\n              client: \"#button-panel\"\n              qos: 1\n              retained: true",
                        "button-panel.camel.yaml:55:18: hint: nobody in these files subscribes csc2106/lamp/set",
                        "button-panel.camel.yaml:59:25: warning: csc2106/lamp/set is a command by its name, and a retained command would be handled again at every start: retained: false (or, if it is a state, another name)"),
                monitor(
                        "statuses read without acceptRetained",
                        "        acceptRetained: true\n",
                        "",
                        "monitor.camel.yaml:18:12: warning: csc2106/devA/status is retained, and Monitor leaves out what is retained: acceptRetained: true at its bean (or, if it handles commands, at one of its own for states)"),
                monitor(
                        "a topic that its own route subscribes to",
                        "            message: \"${header.CamelMqttTopic} ${body}\"\n",
                        "            message: \"${body}\"\n        - to:\n            id: again\n            uri: paho:{{lab.root:csc2106}}/led/seen\n            parameters: {client: \"#monitor\", qos: 1}\n",
                        "monitor.camel.yaml:76:18: warning: csc2106/led/seen is what its own route subscribes to (monitor.camel.yaml:64:12): each message would start the next, without end; publish to another topic"),
                led(
                        "an expression in a to",
                        "uri: paho:{{lab.root:csc2106}}/led/ack",
                        "uri: paho:{{lab.root:csc2106}}/led/${body}",
                        "led.camel.yaml:34:28: warning: a to: takes ${ } as it is written: use toD: if each message decides where it goes"),
                panel(
                        "a button without a pull",
                        "        pull: up\n",
                        "",
                        "button-panel.camel.yaml:17:12: warning: gpio:21 (header pin 40) has no pull: the line of an open button floats, and presses come that nobody made: pull: up (or, if the circuit has a resistor, pull: none)"),
                panel(
                        "a topic misspelt",
                        "uri: paho:{{lab.root:csc2106}}/led/cmd",
                        "uri: paho:{{lab.root:csc2106}}/led/cmdd",
                        "led.camel.yaml:14:12: hint: nobody in these files publishes csc2106/led/cmd; did you mean csc2106/led/cmdd?"),
                led(
                        "an id left out",
                        "                      id: publish-ack\n",
                        "",
                        "led.camel.yaml:32:21: hint: to has no id: with one, logs, tests and coverage can name the step"),
                led(
                        "a description left out",
                        "    description: Flips the LED on TOGGLE and acknowledges with its new state\n",
                        "",
                        "led.camel.yaml:11:5: hint: led-command has no description: a sentence on what it is for"),
                led(
                        "a call of a route that is not there",
                        "uri: micrometer:counter:led.commands.ignored",
                        "uri: direct:ignored",
                        "led.camel.yaml:45:26: warning: no route begins with direct:ignored"),
                led(
                        "a file that is no list",
                        "- route:",
                        "route:",
                        "led.camel.yaml:51:1: error: the indentation fits no line above: items of one list and keys of one map begin in one column"));
    }

    static List<Finding> check(Edit edit) throws IOException {
        List<RouteSource> sources = new ArrayList<>();
        for (String name : List.of("button-panel", "led", "error-policy", "gpio-timer", "monitor")) {
            String text = Files.readString(ROUTES.resolve(name + ".camel.yaml"));
            if (name.equals(edit.file())) {
                assertThat(text).as("what the edit replaces").contains(edit.from());
                text = text.substring(0, text.indexOf(edit.from()))
                        + edit.to()
                        + text.substring(text.indexOf(edit.from()) + edit.from().length());
            }
            sources.add(new RouteSource(name + ".camel.yaml", text));
        }
        return CHECKER.check(sources);
    }

    @ParameterizedTest
    @MethodSource("edits")
    void isToldInOneLine(Edit edit) throws IOException {
        assertThat(check(edit)).extracting(Finding::toString).containsExactlyElementsOf(edit.lines());
    }

    @Test
    void theDocumentationHasThisTable() throws IOException {
        StringBuilder table = new StringBuilder();
        int number = 0;
        for (Edit edit : edits()) {
            table.append("| ")
                    .append(++number)
                    .append(" | ")
                    .append(edit.what())
                    .append(" | ");
            table.append(edit.lines().stream()
                    .map(line -> "`" + line.replace("|", "\\|") + "`")
                    .collect(Collectors.joining("<br>")));
            table.append(" |\n");
        }
        assertThat(Files.readString(Path.of("docs/check.md"))).contains(table);
    }
}
