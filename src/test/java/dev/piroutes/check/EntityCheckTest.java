package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is declared for Home Assistant, with one mistake each. */
class EntityCheckTest {
    private static final String LAMP =
            """
            - route:
                id: lamp
                description: Switches the lamp
                from:
                  uri: paho:lamp/cmd
                  parameters: {client: "#lamp", qos: 1}
                  steps:
                    - to: {id: lamp-switch, uri: "gpio:{{lamp.pin:4}}"}
            - beans:
                - name: lamp
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Lamp}
                - name: lamp-switch
                  type: dev.piroutes.mqtt.HomeAssistantEntity
                  properties:
                    device: "#lamp"
                    platform: switch
                    command_topic: lamp/cmd
                    state_topic: lamp/ack
                    retain: "false"
                    qos: 2
                    value_template: value_json.on
                    pin: "{{lamp.pin:4}}"
                    pin_state_topic: lamp/state
            """;

    private static List<String> found(String text) {
        return new Checker(Map.of())
                .check(List.of(new RouteSource("lamp", text))).stream()
                        .filter(finding -> finding.severity() != Severity.HINT)
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void findsNothingWhereNothingIsWrong() {
        assertThat(found(LAMP)).isEmpty();
        assertThat(found(LAMP.replace("#lamp", "#bean:lamp"))).isEmpty();
        assertThat(found(LAMP.replace("pin: \"{{lamp.pin:4}}\"", "pin: GP4"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            device: "#lamp"      | device: lamp            | 16:17 | lamp-switch: its device is missing: name the bean, in quotes, for example device: "#led"
            device: "#lamp"      | icon: mdi:lamp          | 13:13 | lamp-switch: its device is missing: name the bean, in quotes, for example device: "#led"
            device: "#lamp"      | device: "#lmap"         | 16:17 | there is no bean lmap; did you mean "#lamp"?
            device: "#lamp"      | device: "#bean:lmap"    | 16:17 | there is no bean lmap; did you mean "#lamp"?
            device: "#lamp"      | device: "#lamp-switch"  | 16:17 | lamp-switch: lamp-switch is no device: name a bean of the type dev.piroutes.mqtt.MqttDevice
            name: lamp-switch    | name: lamp.switch       | 13:13 | lamp.switch: its name is its id for Home Assistant: letters, digits, - and _ only, but it is "lamp.switch"
            command_topic: lamp  | command_topik: lamp     | 18:24 | lamp-switch: switch has no option command_topik; did you mean command_topic?
            command_topic: lamp  | icon: lamp              | 13:13 | lamp-switch: switch needs the option command_topic, a topic
            command_topic: lamp  | command_topic: +        | 18:24 | lamp-switch: command_topic must be a topic without wildcards, but was "+/cmd"
            retain: "false"      | retain: "no"            | 20:17 | lamp-switch: retain must be true or false, but was "no"
            qos: 2               | qos: one                | 21:14 | lamp-switch: qos must be a number, but was "one"
            value_json.on        | "{{ value_json.on }}"   | 22:25 | lamp-switch: Camel takes {{ }} for a property: write the expression without them, value_template: "value_json.on"
            value_json.on        | ''                      | 22:24 | lamp-switch: value_template must not be empty, but was ""
            pin: "{{lamp.pin:4}} | pin: "lamp              | 23:14 | lamp-switch: pin must be an output, such as 20, but was "lamp"
            pin: "{{lamp.pin:4}} | pin: "5                 | 23:14 | WARNING lamp-switch: no route in these files switches gpio:5, whose state is to be kept at the broker: write the number of an output
            pin_state_topic      | name                    | 23:14 | lamp-switch: pin and pin_state_topic go together: the output, and the topic that keeps its state
            """)
    void namesThePlaceWhatIsWrongAndWhatIsRight(String right, String wrong, String place, String message) {
        assertThat(LAMP).contains(right);
        assertThat(found(LAMP.replaceFirst(Pattern.quote(right), wrong)))
                .contains(("lamp:" + place + ": error: " + message).replace("error: WARNING", "warning:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{uri: \"gpio:{{lamp.pin:4}}\", parameters: {action: READ}}",
                "{uri: \"gpio:4?simulate=true\"}",
                "{uri: \"kamelet:gpio-led-sink\", parameters: {pin: 4, action: READ}}",
                "{uri: \"log:lamp\", parameters: {marker: 4}}"
            })
    void aPinThatIsOnlyLookedAtIsNoOutput(String step) {
        assertThat(found(with(step)))
                .anyMatch(line -> line.contains("warning: lamp-switch: no route in these files switches gpio:4"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{uri: \"gpio:pin:7\"}",
                "{uri: gpio, parameters: {pin: GP4, action: TOGGLE}}",
                "{uri: \"kamelet:gpio-led-sink\", parameters: {pin: \"{{lamp.pin:4}}\"}}"
            })
    void anOutputIsOneHoweverItIsWritten(String step) {
        assertThat(found(with(step))).isEmpty();
    }

    private static String with(String step) {
        String driving = "{id: lamp-switch, uri: \"gpio:{{lamp.pin:4}}\"}";
        assertThat(LAMP).contains(driving);
        return LAMP.replace(driving, step.replaceFirst("\\{", "{id: lamp-switch, "));
    }

    @Test
    void saysOnceHowATemplateIsWritten() {
        assertThat(found(LAMP.replaceFirst("value_json.on", "\"{{ value_json.on }}\"")))
                .filteredOn(line -> line.startsWith("lamp:22:"))
                .hasSize(1);
    }

    @Test
    void namesThePlatformsThatThereAre() {
        assertThat(found(LAMP.replace("platform: switch", "platform: relay")))
                .singleElement()
                .asString()
                .startsWith("lamp:17:19: error: lamp-switch: platform must be one of binary_sensor, button, cover, ");
        assertThat(found(LAMP.replace("platform: switch\n", "platform: select\n")))
                .contains(
                        "lamp:13:13: error: lamp-switch: select needs the option options, a text such as \"one, two\"");
    }
}
