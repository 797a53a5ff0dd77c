package dev.piroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/corrections.md says where each correction of Artemis is, and which test fails without it. */
class CorrectionsTest {
    private static final Path TABLE = Path.of("docs/corrections.md");
    private static final Path CLASSES = Path.of("modules/artemis-mqtt-guard/src/main/java/dev/piroutes/broker");
    private static final Pattern CODE = Pattern.compile("`([\\w/]+)`");
    /** Packages whose classes are there to correct, and what in them only helps those that do. */
    private static final List<String> PACKAGES = List.of("mqtt", "paging");

    private static final Set<String> HELPERS = Set.of(
            "mqtt/Clash",
            "mqtt/Client",
            "mqtt/Clients",
            "mqtt/ClientSession",
            "mqtt/Installation",
            "mqtt/MqttAcceptors",
            "mqtt/MqttGuardPlugin",
            "mqtt/MqttProtocol",
            "mqtt/MqttProtocolFactory",
            "mqtt/Packets",
            "mqtt/PublishListener",
            "mqtt/PublishHandling",
            "mqtt/SharedParts",
            "mqtt/SubscriptionHandling",
            "mqtt/Traffic",
            "mqtt/package-info",
            "paging/Publishers",
            "paging/package-info");

    record Row(String correction, String upstream, List<String> classes, List<String> tests, String dropWhen) {}

    static List<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| correction") && !line.startsWith("| ---"))
                .map(line -> line.substring(2).split(" \\| | \\|$"))
                .map(cells -> {
                    assertThat(cells).hasSize(5).doesNotContain("");
                    return new Row(cells[0], cells[1], code(cells[2]), code(cells[3]), cells[4]);
                })
                .toList();
    }

    private static List<String> code(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void namesWhatThereIs(Row row) throws IOException {
        assertThat(row.upstream).matches("ARTEMIS-\\d+|none known");
        assertThat(row.classes).isNotEmpty().allSatisfy(name -> assertThat(CLASSES.resolve(name + ".java"))
                .exists());
        assertThat(row.tests).isNotEmpty();
        assertThat(testNames()).containsAll(row.tests);
    }

    @Test
    void leavesNoClassOut() throws IOException {
        Set<String> named = rows().stream().flatMap(row -> row.classes.stream()).collect(Collectors.toSet());
        for (String folder : PACKAGES) {
            try (Stream<Path> files = Files.list(CLASSES.resolve(folder))) {
                assertThat(files.map(file -> folder + "/" + name(file)))
                        .filteredOn(name -> !HELPERS.contains(name))
                        .isSubsetOf(named);
            }
        }
    }

    @Test
    void rowsDiffer() throws IOException {
        assertThat(rows()).extracting(Row::correction).doesNotHaveDuplicates().hasSizeGreaterThan(25);
    }

    private static Set<String> testNames() throws IOException {
        try (Stream<Path> root = Files.walk(Path.of("src/test/java"));
                Stream<Path> module = Files.walk(Path.of("modules/artemis-mqtt-guard/src/test/java"))) {
            return Stream.concat(root, module).map(CorrectionsTest::name).collect(Collectors.toSet());
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }
}
