package dev.piroutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Pom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/architecture.md, src/README.md and the modules' READMEs say what the poms and the sources are. */
class ModulesTest {

    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
    private static final int LINES_OF_A_README = 60;

    /** A row of the table of modules: name, README, job, what it uses. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\[([\\w-]+)]\\((\\S+)\\) \\| .* \\|(.*) \\|$");

    /** What is named in code style: {@code gpio/GpioConsumer}, or a path from the project's folder. */
    private static final Pattern NAMED = Pattern.compile("`([\\w.-]+(?:/[\\w.-]+)+/?)`");

    @Test
    void theArrowsAreThoseOfThePoms() throws IOException {
        Map<String, Set<String>> documented = new LinkedHashMap<>();
        for (MatchResult row : found(ROW, Files.readString(ARCHITECTURE))) {
            assertThat(ARCHITECTURE.resolveSibling(row.group(2))).exists();
            documented.put(
                    row.group(1),
                    Stream.of(row.group(3).split(","))
                            .map(String::strip)
                            .filter(name -> !name.isEmpty())
                            .collect(Collectors.toCollection(TreeSet::new)));
        }
        Map<String, Set<String>> declared = new LinkedHashMap<>();
        for (Pom module : modules()) {
            declared.put(folder(module), uses(module));
        }
        documented.computeIfPresent("src", (src, all) -> {
            assertThat(all).containsExactly("all of them");
            Set<String> modules = new TreeSet<>(declared.keySet());
            modules.removeAll(Set.of("src", "benchmarks"));
            return modules;
        });
        assertThat(documented).containsExactlyInAnyOrderEntriesOf(declared);
    }

    @Test
    void integrationTestsRunInEveryModuleThatHasSome() throws IOException {
        for (Pom module : modules()) {
            if (hasIntegrationTests(module.file().resolveSibling(folder(module).equals("src") ? "test" : "src/test"))) {
                assertThat(module.text()).as(module.file().toString()).contains("maven-failsafe-plugin");
            }
        }
    }

    private static boolean hasIntegrationTests(Path tests) throws IOException {
        if (!Files.exists(tests)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(tests)) {
            return files.anyMatch(file -> file.toString().endsWith("IT.java"));
        }
    }

    static List<Path> documents() throws IOException {
        return Stream.concat(
                        Stream.of(ARCHITECTURE, Path.of("src/README.md")),
                        modules().stream()
                                .map(Pom::file)
                                .filter(pom -> pom.startsWith("modules"))
                                .map(pom -> pom.resolveSibling("README.md")))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsNamedExists(Path document) throws IOException {
        for (MatchResult name : found(NAMED, Files.readString(document))) {
            assertThat(exists(document, name.group(1)))
                    .as("%s names %s", document, name.group(1))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void publicTypesAreThisModulesAndPublic(Path document) throws IOException {
        for (String name : publicTypes(document)) {
            assertThat(document.resolveSibling("src/main/java/dev/piroutes/" + name + ".java"))
                    .content()
                    .containsPattern("(?m)^public ");
        }
    }

    private static Set<String> publicTypes(Path readme) throws IOException {
        String section = Files.readString(readme)
                .replaceFirst("(?s).*?(## Public types|$)", "")
                .replaceFirst("(?s)\n## .*", "");
        return found(NAMED, section).stream().map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static final Pattern IMPORTED =
            Pattern.compile("import (?:static )?dev\\.piroutes\\.([a-z\\d.]+\\.[A-Z]\\w*)");

    /** What a README does not list is internal, public or not: whoever wants it from elsewhere adds it there. */
    @Test
    void modulesUseOfOthersOnlyTheirPublicTypes() throws IOException {
        Set<String> internal = new TreeSet<>();
        for (Pom module : Pom.modules()) {
            if (folder(module).equals("src")) {
                continue;
            }
            Path sources = sources(module);
            Set<String> listed = publicTypes(module.file().resolveSibling("README.md"));
            for (Path source : javaFiles(sources)) {
                String type = sources.resolve("dev/piroutes")
                        .relativize(source)
                        .toString()
                        .replace(".java", "");
                if (!listed.contains(type)) {
                    internal.add(type.replace('/', '.') + " of " + folder(module));
                }
            }
        }
        Set<String> used = new TreeSet<>();
        for (Pom module : modules()) {
            for (Path source : javaFiles(sources(module))) {
                found(IMPORTED, Files.readString(source)).stream()
                        .flatMap(name -> internal.stream().filter(type -> type.startsWith(name.group(1) + " of ")))
                        .filter(type -> !type.endsWith(" of " + folder(module)))
                        .forEach(type -> used.add(folder(module) + " uses " + type));
            }
        }
        assertThat(internal).as("read something").hasSizeGreaterThan(100);
        assertThat(used).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void oneScreenIsEnough(Path document) throws IOException {
        assertThat(Files.readAllLines(document)).hasSizeLessThanOrEqualTo(LINES_OF_A_README);
    }

    /** With that of the profile bench. */
    private static List<Pom> modules() throws IOException {
        return Stream.concat(Pom.modules().stream(), Stream.of(Pom.of(Path.of("modules/benchmarks/pom.xml"))))
                .toList();
    }

    private static List<MatchResult> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }

    /** Whether there is such a path, or such a class in any module. */
    private static boolean exists(Path document, String name) throws IOException {
        if (Files.exists(Path.of(name)) || Files.exists(document.resolveSibling(name))) {
            return true;
        }
        for (Pom module : modules()) {
            if (Files.exists(sources(module).resolve("dev/piroutes").resolve(name + ".java"))) {
                return true;
            }
        }
        return false;
    }

    private static Path sources(Pom module) {
        return module.file().resolveSibling(module.file().startsWith("src") ? "main/java" : "src/main/java");
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static Set<String> uses(Pom module) throws IOException {
        Map<String, String> folders = new LinkedHashMap<>();
        for (Pom other : modules()) {
            folders.put(other.artifactId(), folder(other));
        }
        return module.dependencies()
                .filter(Pom.Dependency::isModule)
                .map(dependency -> folders.get(dependency.get("artifactId")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String folder(Pom module) {
        return module.file().getParent().getFileName().toString();
    }
}
