package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pi-routes safe}: every output of the routes, in its shutdown state, whatever else is wrong. */
class SafeIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theLabsOutputAndNoInput() throws Exception {
        try (Program safe = Program.start(folder, "safe", "--gpio.board=virtual")) {
            assertThat(safe.awaitEnd(LIMIT)).as(safe.output()).isZero();

            assertThat(safe.output())
                    .contains("GP20 is OFF")
                    .doesNotContain("GP21")
                    .doesNotContain("GP22");
        }
    }

    @Test
    void outputsOfKameletsOfDimmersAndOfRoutesThatDoNotStartByThemselvesButNotOfAFileThatIsBroken() throws Exception {
        Files.createDirectories(folder.resolve("routes"));
        route("kamelet", "kamelet:gpio-relay-sink", "pin: 5, maxOnTime: 1m", "true");
        route("dimmer", "gpio:18", "pwm: true", "true");
        route("shutdown-on", "gpio:6", "shutdownState: \"ON\"", "false");
        route("broken", "gpio:7", "nonsense: 1", "true");

        try (Program safe = Program.start(folder, "safe", "--gpio.board=virtual", "--routes.dir=routes")) {
            assertThat(safe.awaitEnd(LIMIT)).as(safe.output()).isEqualTo(1);

            assertThat(safe.output())
                    .contains("GP5 is OFF", "GP18 is OFF", "GP6 is ON")
                    .contains("route broken: gpio has no option nonsense")
                    .doesNotContain("GP7");
        }
    }

    private void route(String name, String uri, String parameter, String autoStartup) throws IOException {
        Files.writeString(
                folder.resolve("routes/" + name + ".camel.yaml"),
                """
                - route:
                    id: %s
                    description: Drives an output
                    autoStartup: %s
                    from:
                      uri: direct:%s
                      steps:
                        - to:
                            uri: %s
                            parameters: {%s}
                """
                        .formatted(name, autoStartup, name, uri, parameter));
    }
}
