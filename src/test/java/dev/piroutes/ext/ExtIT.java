package dev.piroutes.ext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A component of one's own, in ext/ beside the routes: for everything that looks at routes. */
class ExtIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @BeforeEach
    void jarAndRoute() throws IOException {
        SayJar.write(folder.resolve("ext/say.jar"));
        SayJar.route(folder, "hello");
    }

    @Test
    void runsFollowsAnEditAndIsNotStoppedByADamagedJar() throws Exception {
        Files.writeString(folder.resolve("ext/damaged.jar"), "no jar");

        try (Program program = Program.start(folder, "--routes.dir=routes", "--broker.port=0")) {
            program.awaitOutput("WARN +ext .*ext/damaged\\.jar is left out, it is no jar");
            program.awaitReady();
            program.awaitOutput("hello says tick");
            SayJar.route(folder, "goodbye");
            program.awaitOutput("goodbye says tick");
        }
    }

    @Tag("full")
    @Test
    void checkGraphSafeAndComponentsKnowIt() throws Exception {
        assertThat(output("check", "routes")).contains("1 file checked: nothing to mend");
        assertThat(output("graph", "--routes.dir=routes")).contains("GP20");
        assertThat(output("safe", "--routes.dir=routes", "--gpio.board=virtual"))
                .contains("GP20 is OFF");
    }

    @Test
    void withoutTheJarItIsAnError() throws Exception {
        Files.delete(folder.resolve("ext/say.jar"));

        try (Program check = Program.start(folder, "check", "routes")) {
            assertThat(check.awaitEnd(LIMIT)).isEqualTo(1);
            assertThat(check.output()).contains("say.camel.yaml:9:33: error: there is no component say");
        }
    }

    private String output(String... arguments) throws Exception {
        try (Program program = Program.start(folder, arguments)) {
            assertThat(program.awaitEnd(LIMIT)).as(program.output()).isZero();
            return program.output();
        }
    }
}
