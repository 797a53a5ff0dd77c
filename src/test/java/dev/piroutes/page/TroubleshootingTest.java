package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Guide;
import dev.piroutes.kit.Guide.Section;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every section of docs/troubleshooting.md names what makes its fault, and that is there. */
class TroubleshootingTest {

    private static final Path PAGE = Path.of("docs/troubleshooting.md");
    private static final Path TESTS = Path.of("src/test/java");

    static List<Section> sections() {
        return Guide.read(PAGE).sections();
    }

    @ParameterizedTest
    @MethodSource("sections")
    void namesTestsThatAreThere(Section section) throws IOException {
        assertThat(section.tests()).as(section.title()).isNotEmpty();
        for (String test : section.tests()) {
            String[] names = test.split("\\.");
            try (Stream<Path> files = Files.walk(TESTS)) {
                Path file = files.filter(path -> path.endsWith(names[0] + ".java"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("there is no " + names[0]));
                if (names.length > 1) {
                    assertThat(Files.readString(file)).contains("void " + names[1] + "(");
                }
            }
        }
    }

    /** A quotation that no test looks for could say anything. */
    @ParameterizedTest
    @MethodSource("sections")
    void quotesNothingThatIsNotLookedFor(Section section) throws IOException {
        if (!section.quotes().isEmpty()) {
            String test = section.tests().get(0);
            assertThat(test).as(section.title()).startsWith("TroubleshootingIT.");
            String source = Files.readString(TESTS.resolve("dev/piroutes/page/TroubleshootingIT.java"));
            String body = source.substring(source.indexOf("void " + test.split("\\.")[1] + "("));
            assertThat(body.substring(0, body.indexOf("\n    }\n"))).contains("GUIDE.requireQuotes(");
        }
    }

    @Test
    void everyFaultThatIsMadeHasItsSection() {
        List<String> named =
                sections().stream().flatMap(section -> section.tests().stream()).toList();
        assertThat(Arrays.stream(TroubleshootingIT.class.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(Test.class))
                        .map(method -> "TroubleshootingIT." + method.getName()))
                .isSubsetOf(named);
    }
}
