package dev.piroutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Pom;
import dev.piroutes.kit.Pom.Dependency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pom inside pi-routes.jar names what its modules need: the modules themselves are in the jar. */
class JarPomTest {

    @Test
    void isWhatTheModulesNeed() throws IOException {
        String pom = pom();
        Path made = Path.of("target/jar-pom.xml");
        Files.writeString(made, pom);
        assertThat(Files.readString(Path.of("src/main/jar/pom.xml")))
                .as("src/main/jar/pom.xml (to renew it: cp target/jar-pom.xml src/main/jar/pom.xml)")
                .isEqualTo(pom);
    }

    private static String pom() throws IOException {
        Set<String> needed = new TreeSet<>();
        for (Pom module : modulesAndRoot()) {
            module.dependencies()
                    .filter(dependency -> !dependency.isModule())
                    .filter(dependency -> Set.of("", "runtime").contains(dependency.get("scope")))
                    .map(JarPomTest::shown)
                    .forEach(needed::add);
        }
        String managed = Pom.root()
                .managed()
                .filter(dependency ->
                        !dependency.isModule() && !dependency.get("groupId").equals("org.junit"))
                .map(JarPomTest::shown)
                .collect(Collectors.joining());
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- The pom inside pi-routes.jar, which holds all modules. Made from theirs by JarPomTest. -->
            <project xmlns="http://maven.apache.org/POM/4.0.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                     xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 https://maven.apache.org/xsd/maven-4.0.0.xsd">
              <modelVersion>4.0.0</modelVersion>

              <groupId>${project.groupId}</groupId>
              <artifactId>${project.artifactId}</artifactId>
              <version>${project.version}</version>

              <dependencyManagement>
                <dependencies>
            """
                + managed.indent(4)
                + """
                </dependencies>
              </dependencyManagement>

              <dependencies>
            """
                + String.join("", needed).indent(2)
                + """
              </dependencies>
            </project>
            """;
    }

    private static List<Pom> modulesAndRoot() throws IOException {
        return Stream.concat(Pom.modules().stream(), Stream.of(Pom.root())).toList();
    }

    private static String shown(Dependency dependency) {
        return Stream.of("groupId", "artifactId", "version", "type", "scope")
                .filter(name -> !dependency.get(name).isEmpty())
                .map(name -> "    <" + name + ">" + dependency.get(name) + "</" + name + ">\n")
                .collect(Collectors.joining("", "  <dependency>\n", "  </dependency>\n"));
    }
}
