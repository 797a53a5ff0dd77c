package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Camel's own schema of its YAML, asked through a general validator. */
class CamelSchemaTest {

    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try (InputStream in = CamelSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4).getSchema(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of("src/main/resources"))) {
            return paths.filter(path -> path.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        }
    }

    /** The schema does not know placeholders: a value that is one counts as its default. */
    static String withDefaults(String text) {
        return text.replaceAll("(?m): \"\\{\\{[^}:]*:(true|false)}}\"$", ": $1");
    }

    private static List<String> faults(String text) {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(withDefaults(text));
        return SCHEMA.validate(new ObjectMapper().valueToTree(yaml)).stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void acceptsEveryFileThatShips(Path file) throws IOException {
        assertThat(faults(Files.readString(file))).isEmpty();
    }

    @Test
    void refusesAWrongWord() throws IOException {
        String led = Files.readString(Path.of("src/main/resources/routes/led.camel.yaml"));
        assertThat(faults(led.replace("- convertBodyTo:", "- convertBody:"))).isNotEmpty();
    }
}
