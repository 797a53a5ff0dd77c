package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.check.Checker;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Severity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks at route files without running them finds the properties of a run. */
class RoutePropertiesTest {
    private static final RouteFiles LAB = RouteFiles.in(null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mqtt.url",
                "mqtt.client-id-suffix",
                "pi-routes.version",
                "gpio-timer.enabled",
                "lab.root",
                "broker.data",
                "broker.port",
                "camel.main.name"
            })
    void aRouteMayNameWhatARunSets(String property) {
        RouteSource route = new RouteSource(
                "x.camel.yaml",
                """
                - route:
                    id: x
                    from:
                      uri: timer:t
                      steps:
                        - log: "{{%s}}"
                """
                        .formatted(property));

        assertThat(new Checker(settings().forRoutes(LAB)).check(List.of(route)))
                .noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void whatSomebodyHasSaidHolds() {
        Settings said = settings("mqtt.url", "tcp://elsewhere:1883", "camel.main.name", "mine");
        assertThat(said.forRoutes(LAB))
                .containsEntry("mqtt.url", "tcp://elsewhere:1883")
                .containsEntry("camel.main.name", "mine")
                .containsEntry("gpio-timer.enabled", "true");
    }

    @Test
    void whatSomebodyHasSaidHoldsInEachOfCamelsSpellings() {
        Settings said = settings("camel.main.shutdown-timeout", "7");
        assertThat(said.forRoutes(LAB))
                .containsEntry("camel.main.shutdown-timeout", "7")
                .doesNotContainKey("camel.main.shutdownTimeout");
    }

    /** The broker of a run listens there, and its devices use it. */
    @Test
    void withoutABrokerElsewhereTheirAddressIsThatOfTheOneThatARunStarts() {
        assertThat(settings("broker.profile", "secure", "mqtt.url", " ").forRoutes(LAB))
                .containsEntry("mqtt.url", "ssl://127.0.0.1:8883")
                .containsEntry("broker.port", "8883");
        assertThat(settings("mqtt.url", "tcp://elsewhere:1883").forRoutes(LAB)).doesNotContainKey("broker.port");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker.port=0", "broker.profile=secure", "mqtt.url=ssl://elsewhere:8883"})
    void whatOnlyAStartKnowsIsNoFaultOfTheFiles(String setting) {
        String[] pair = setting.split("=", 2);
        assertThat(new Checker(settings(pair).forRoutes(LAB)).check(LAB.sources()))
                .noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    /** What only the machine knows that runs the routes is no text. */
    @Test
    void aFunctionStaysAsItStands() {
        assertThat(GraphCommand.resolver(settings("lab.root", "b"))
                        .apply("{{lab.root}}/{{none:c}}/{{env:ROOM}}/{{none}}"))
                .isEqualTo("b/c/{{env:ROOM}}/{{none}}");
    }

    private static Settings settings(String... pairs) {
        Map<String, String> line = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            line.put(pairs[i], pairs[i + 1]);
        }
        return new Settings(line, Map.of(), null, List.of());
    }
}
