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
class RunPropertiesTest {
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

        assertThat(new Checker(RunProperties.asIfRun(settings(), LAB)).check(List.of(route)))
                .noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @Test
    void whatSomebodyHasSaidHolds() {
        Settings said = settings("mqtt.url", "tcp://elsewhere:1883", "camel.main.name", "mine");
        assertThat(RunProperties.asIfRun(said, LAB))
                .containsEntry("mqtt.url", "tcp://elsewhere:1883")
                .containsEntry("camel.main.name", "mine");
        RunProperties.putInto(said, LAB, true);
        assertThat(said.toMap()).containsEntry("camel.main.name", "mine").containsEntry("gpio-timer.enabled", "true");
    }

    @Test
    void whatSomebodyHasSaidHoldsInEachOfCamelsSpellings() {
        Settings said = settings("camel.main.shutdown-timeout", "7");
        for (Map<String, String> properties : List.of(RunProperties.asIfRun(said, LAB), run(said))) {
            assertThat(properties)
                    .containsEntry("camel.main.shutdown-timeout", "7")
                    .doesNotContainKey("camel.main.shutdownTimeout");
        }
    }

    private static Map<String, String> run(Settings settings) {
        RunProperties.putInto(settings, LAB, true);
        return settings.toMap();
    }

    private static Settings settings(String... pairs) {
        Map<String, String> line = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            line.put(pairs[i], pairs[i + 1]);
        }
        return new Settings(line, Map.of(), null, List.of());
    }
}
