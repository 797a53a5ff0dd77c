package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A count that is killed at any moment goes on where it was, or by no more than its declared number before it; and no number comes
 * twice that was written down.
 */
@Timeout(120)
class CountOverAKillIT {
    private static final int KILLS = 6;

    private static final Pattern COUNTED = Pattern.compile("counted (\\d+)\\.");

    private static final String ROUTES =
            """
            - route:
                id: count
                from:
                  uri: timer:count
                  parameters: {period: 2}
                  steps:
                    - setVariable:
                        name: persistent:count
                        simple: {expression: "${sum(${variable.persistent:count},1)}"}
                    - log: "counted ${variable.persistent:count}."
            - beans:
                - name: persistent
                  type: dev.piroutes.variables.PersistentVariables
                  properties: {maxLost: %d}
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 10})
    void goesOnAfterAKill(int maxLost) throws Exception {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(routes.resolve("count.camel.yaml"), ROUTES.formatted(maxLost));
        Random random = new Random(maxLost);
        long last = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            try (Program program =
                    Program.start(folder, "--routes.dir=" + routes, "--broker.port=0", "--routes.watch=false")) {
                long first = number(program.awaitOutput("counted (\\d+)\\."));
                // What was written and not told yet is one at most.
                assertThat(first).as("after %d", last).isBetween(last + 1 - maxLost, last + 2);
                program.awaitOutput("counted " + (first + 1 + random.nextInt(200)) + "\\.");
                program.kill();
                last = last(program.output());
            }
        }
        assertThat(last).isGreaterThan(KILLS);
    }

    private static long number(Matcher counted) {
        return Long.parseLong(counted.group(1));
    }

    private static long last(String output) {
        Matcher counted = COUNTED.matcher(output);
        long last = 0;
        while (counted.find()) {
            assertThat(number(counted))
                    .as("in order, each once")
                    .isIn(last + 1, last == 0 ? number(counted) : last + 1);
            last = number(counted);
        }
        return last;
    }
}
