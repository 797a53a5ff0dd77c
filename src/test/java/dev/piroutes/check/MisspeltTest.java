package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One word is misspelt, of every kind that there is: the line, that word, and the right one. */
class MisspeltTest {

    private static final String FRAME =
            """
            - route:
                id: word
                description: Speaks
                from:
                  uri: direct:word
                  steps:
                    - log: {id: begun, message: begun}
                    STEP
            - routeTemplate:
                id: answer
                parameters: [{name: place}]
                from:
                  uri: "direct:{{place}}"
                  steps: [{log: {id: answered, message: "{{place}}"}}]
            - beans:
                - {name: lamp, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: Lamp}}
            """;

    @TempDir
    private Path folder;

    private List<Finding> found(String text) {
        return new Checker(Map.of(
                        "lab.root",
                        "csc2106",
                        "camel.component.kamelet.location",
                        "file:" + folder + ",classpath:kamelets"))
                .check(List.of(new RouteSource("x.camel.yaml", text))).stream()
                        .filter(finding -> finding.severity() != Severity.HINT)
                        .toList();
    }

    /** A step in line 8. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            tmer         | timer           | to: {id: a, uri: 'tmer:a'}
            perod        | period          | to: {id: a, uri: 'timer:a', parameters: {perod: 1s}}
            perod        | period          | to: {id: a, uri: 'timer:a?perod=1s'}
            Alwais       | Always          | to: {id: a, uri: 'seda:a', parameters: {waitForTaskToComplete: Alwais}}
            chioce       | choice          | chioce: {}
            wen          | when            | choice: {wen: []}
            stesp        | steps           | split: {simple: {expression: '${body}'}, stesp: []}
            WARNNG       | WARN            | log: {id: a, loggingLevel: WARNNG, message: a}
            simpel       | simple          | setBody: {id: a, simpel: {expression: a}}
            simpel       | simple          | setBody: {id: a, language: {language: simpel, expression: a}}
            bdy          | body            | log: {id: a, message: '${bdy}'}
            hedaer       | header          | log: {id: a, message: '${hedaer.a}'}
            dat          | date            | log: {id: a, message: '${dat:now}'}
            contians     | contains        | filter: {id: a, simple: {expression: "${body} contians 'a'"}, steps: []}
            jsn          | json            | marshal: {id: a, jsn: {}}
            prettyPint   | prettyPrint     | marshal: {id: a, json: {prettyPint: true}}
            Jakson       | Jackson         | marshal: {id: a, json: {library: Jakson}}
            #lapm        | #lamp           | to: {id: a, uri: 'paho:a', parameters: {client: '#lapm', qos: 1}}
            lapm         | lamp            | bean: {id: a, ref: lapm, method: getClientId}
            getClintId   | getClientId     | bean: {id: a, ref: lamp, method: getClintId}
            lab.rot      | lab.root        | log: {id: a, message: '{{lab.rot}}'}
            direct:wrod  | direct:word     | to: {id: a, uri: 'direct:wrod'}
            gpio-led-snk | gpio-led-sink   | to: {id: a, uri: 'kamelet:gpio-led-snk', parameters: {pin: 5}}
            pni          | pin             | to: {id: a, uri: 'kamelet:gpio-led-sink', parameters: {pni: 5}}
            activLow     | activeLow       | to: {id: a, uri: 'gpio:5', parameters: {activLow: true}}
            TOGLE        | toggle          | to: {id: a, uri: 'gpio:5', parameters: {action: TOGLE}}
            java.lang.Strng | java.lang.String | convertBodyTo: {id: a, type: java.lang.Strng}
            """)
    void inAStep(String wrong, String right, String step) {
        assertThat(found(FRAME.replace("STEP", "- " + step)))
                .singleElement()
                .asString()
                .startsWith("x.camel.yaml:8:")
                .contains(wrong, "did you mean", right);
    }

    /** Something beside a route, in line 1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            biens      | beans       | biens: []
            MqttDevise | MqttDevice  | beans: [{name: a, type: dev.piroutes.mqtt.MqttDevise}]
            DefaultExchangFormatter | DefaultExchangeFormatter | beans: [{name: a, type: org.apache.camel.support.processor.DefaultExchangFormatter}]
            statusTpic | statusTopic | beans: [{name: a, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: A, statusTpic: a}}]
            showBdy    | showBody    | beans: [{name: a, type: org.apache.camel.support.processor.DefaultExchangeFormatter, properties: {showBdy: true}}]
            anser      | answer      | templatedRoute: {routeTemplateRef: anser, parameters: [{name: place, value: b}]}
            plce       | place       | templatedRoute: {routeTemplateRef: answer, parameters: [{name: plce, value: b}]}
            swich      | switch      | beans: [{name: a, type: dev.piroutes.mqtt.HomeAssistantEntity, properties: {device: '#lamp', platform: swich, name: a, command_topic: b}}]
            java.lang.IllegalStateExeption | java.lang.IllegalStateException | onException: {exception: [java.lang.IllegalStateExeption], steps: [{log: a}]}
            mien       | mine        | routeConfiguration: {id: mine, onException: [{onException: {exception: [java.lang.Exception], steps: [{log: a}]}}]}
            """)
    void besideARoute(String wrong, String right, String item) {
        String frame =
                wrong.equals("mien") ? FRAME.replace("description: Speaks", "routeConfigurationId: mien") : FRAME;
        assertThat(found("- " + item + "\n" + frame.replaceFirst(" *STEP\n", "")))
                .singleElement()
                .asString()
                .startsWith(wrong.equals("mien") ? "x.camel.yaml:4:" : "x.camel.yaml:1:")
                .contains(wrong, "did you mean", right);
    }

    @Test
    void aKameletOfOnesOwn() throws IOException {
        Files.writeString(folder.resolve("my-lamp-sink.kamelet.yaml"), "{}");
        assertThat(found(FRAME.replace("STEP", "- to: {id: a, uri: 'kamelet:my-lamp-snk'}")))
                .singleElement()
                .asString()
                .startsWith("x.camel.yaml:8:")
                .contains("my-lamp-snk", "did you mean my-lamp-sink?");
    }
}
