package dev.piroutes.ext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/components.md has what {@code pi-routes components} says of the program as it is packaged. */
class ComponentsIT {

    private static final String BEGIN = "<!-- made by ComponentsIT -->\n```\n";
    private static final String END = "```\n";

    @TempDir
    Path folder;

    @Test
    void theDocumentIsWhatTheProgramSays() throws Exception {
        try (Program components = Program.start(folder, "components")) {
            assertThat(components.awaitEnd(Duration.ofSeconds(60))).isZero();

            String text = Files.readString(Path.of("docs/components.md"));
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            assertThat(text.substring(begin, text.indexOf(END, begin)))
                    .as("docs/components.md (to renew it: put in the output of pi-routes components)")
                    .isEqualTo(components.output());
        }
    }
}
