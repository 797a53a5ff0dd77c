package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Camel refuses is said, with a place; what cannot be tried is not said to be right. */
class RehearsalTest {

    private static final RouteSource ROUTE = route("- log: hello");

    @TempDir
    private Path folder;

    @Test
    void findsNothingWrongWithWhatRuns() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            assertThat(Checker.beside(running).judge(List.of(ROUTE)).refusal()).isEmpty();
        }
    }

    @Test
    void saysWhatKeepsItFromTrying() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            running.getPropertiesComponent().addPropertiesSource(new FailingSource());
            assertThat(Checker.beside(running).judge(List.of(ROUTE)).refusal())
                    .hasValueSatisfying(
                            refusal -> assertThat(refusal.toString()).contains("x.camel.yaml", "the vault is closed"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        - unmarshal: {avro: {}}    | x.camel.yaml:6:11: error: | there is no data format "avroJackson" here: pi-routes add camel-jackson-avro
        - marshal: {yaml: {}}      | x.camel.yaml:6:11: error: | there is no data format "snakeYaml" here: pi-routes add camel-snakeyaml
        - log: "${bdy}"            | x.camel.yaml:6:16: error: | Unknown function: bdy
        - log: "{{lab.root}/x"     | x.camel.yaml:6:16: error: | a brace is missing: write {{lab.root}}
        - to: "log:{{lab.root}/x"  | x.camel.yaml:6:15: error: | a brace is missing: write {{lab.root}}
        """)
    void doesNotPassWhatDoesNotStart(String step, String place, String words) {
        assertThat(new Checker(Map.of("lab.root", "a")).check(List.of(route(step))))
                .filteredOn(Finding::isError)
                .singleElement()
                .asString()
                .startsWith(place)
                .contains(words);
    }

    /** What Camel alone sees, in routes beside and behind one that anybody sees, and in another file. */
    @Test
    void saysWhatElseItRefuses() {
        String text =
                """
                # three
                - route:
                    id: one
                    from:
                      uri: timer:a
                      parameters: {perod: 1s}
                      steps:
                        - log: one
                - route: {id: two, from: {uri: "timer:b", steps: [{log: "${bdy}"}]}}
                - from:
                    uri: quartz:c
                    parameters: {cron: 0 30 7 every day}
                    steps:
                      - log: three
                - route:
                    id: fine
                    from:
                      uri: timer:d
                      steps:
                        - log: fine
                """;
        RouteSource other = new RouteSource(
                "y.camel.yaml", route("- unmarshal: {avro: {}}").text().replace("id: x", "id: y"));
        List<Finding> found = new Checker(Map.of()).check(List.of(new RouteSource("x.camel.yaml", text), other));
        assertThat(found)
                .filteredOn(Finding::isError)
                .extracting(finding -> finding.place().file().charAt(0) + ":"
                        + finding.place().line() + " " + finding.message().replaceFirst("[;:(].*", ""))
                .containsExactly(
                        "x:6 timer has no option perod",
                        "x:9 simple",
                        "x:10 Illegal characters for this position",
                        "y:6 there is no data format \"avroJackson\" here");
    }

    /** Beans and templates stay: without them much would be wrong that is not. */
    @Test
    void saysNothingOfWhatIsWrongForAnothersSake() {
        String text =
                """
                - beans:
                    - name: words
                      type: dev.piroutes.mqtt.HandledIds
                      properties: {fil: a}
                - route:
                    id: one
                    from:
                      uri: timer:a
                      steps:
                        - idempotentConsumer: {simple: "${body}", idempotentRepository: words, steps: [{log: x}]}
                """;
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource("x.camel.yaml", text))))
                .filteredOn(Finding::isError)
                .singleElement()
                .asString()
                .startsWith("x.camel.yaml:4:");
    }

    @Test
    void knowsTheBeansOfTheSettings() {
        RouteSource file =
                route("- idempotentConsumer: {simple: \"${body}\", idempotentRepository: seen, steps: [{log: x}]}");
        Map<String, String> settings = Map.of(
                "camel.beans.seen",
                "#class:org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository",
                "camel.beans.seen.cacheSize",
                "7");
        assertThat(new Checker(settings).check(List.of(file))).noneMatch(Finding::isError);
        assertThat(new Checker(Map.of()).check(List.of(file))).anyMatch(Finding::isError);
    }

    @Test
    void saysThatTwoRoutesBeginAlike() {
        String text = "- route:\n    id: %s\n    from:\n      uri: direct:a\n      steps:\n        - log: x\n";
        assertThat(new Checker(Map.of())
                        .check(List.of(
                                new RouteSource("one.camel.yaml", text.formatted("one")),
                                new RouteSource("two.camel.yaml", text.formatted("two")))))
                .filteredOn(Finding::isError)
                .extracting(Finding::toString)
                .containsExactly("two.camel.yaml:2:9: error: another route begins with direct:a already:"
                        + " give this one an endpoint of its own");
    }

    /** The route's id is a letter that stands everywhere. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        quartz:x | cron: 0 30 7 every day | Illegal characters for this position: 'EVE'
        cron:x   | schedule: every day    | Invalid number of parts in cron expression
        cron:x   | schedule: 0 7 * * MON-FRI | write ? for one of them, as in 0 30 7 ? * MON-FRI
        """)
    void saysWhichRouteBeginsAtNoTime(String uri, String parameter, String words) {
        String text =
                """
                - route:
                    id: a
                    from:
                      uri: %s
                      parameters:
                        %s
                      steps:
                        - log: a
                """
                        .formatted(uri, parameter);
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource("x.camel.yaml", text))))
                .filteredOn(Finding::isError)
                .singleElement()
                .asString()
                .matches("x\\.camel\\.yaml:(2:9|6:15): error: .*")
                .contains(words);
    }

    @Test
    void touchesNoFile() throws IOException {
        Path ids = folder.resolve("ids");
        Path inbox = folder.resolve("inbox");
        String text =
                """
                - route:
                    id: x
                    from:
                      uri: file:%s
                      steps:
                        - idempotentConsumer:
                            simple: "${body}"
                            idempotentRepository: "#ids"
                            steps:
                              - log: once
                - beans:
                    - name: ids
                      type: dev.piroutes.mqtt.HandledIds
                      properties: {file: "%s"}
                """;
        assertThat(new Checker(Map.of()).check(List.of(new RouteSource("x.camel.yaml", text.formatted(inbox, ids)))))
                .noneMatch(Finding::isError);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static RouteSource route(String step) {
        return new RouteSource(
                "x.camel.yaml",
                "- route:\n    id: x\n    from:\n      uri: timer:t\n      steps:\n        " + step + "\n");
    }
}
