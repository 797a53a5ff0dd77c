package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.check.Catalogue.Kind;
import dev.piroutes.check.Catalogue.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.catalog.CamelCatalog;
import org.apache.camel.catalog.DefaultCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.junit.jupiter.api.Test;

class CatalogueTest {

    private static final String EXTRACT = "META-INF/dev/piroutes/camel-artifacts.properties";

    @Test
    void theExtractIsOfCamelsCatalogue() throws IOException {
        Path made = Path.of("target/camel-artifacts.properties");
        Files.createDirectories(Path.of("target"));
        Files.writeString(made, extract());
        assertThat(Files.readString(Path.of("src/main/resources", EXTRACT)))
                .as("src/main/resources/" + EXTRACT + " (to renew it: copy " + made + ")")
                .isEqualTo(extract());
    }

    private static String extract() {
        CamelCatalog camel = new DefaultCamelCatalog();
        Map<String, String> lines = new TreeMap<>();
        for (String name : camel.findComponentNames()) {
            ComponentModel model = camel.componentModel(name);
            lines.put("component." + name, model.getArtifactId());
            if (model.getAlternativeSchemes() != null) {
                for (String scheme : model.getAlternativeSchemes().split(",")) {
                    lines.put("component." + scheme, model.getArtifactId());
                }
            }
        }
        camel.findLanguageNames()
                .forEach(name ->
                        lines.put("language." + name, camel.languageModel(name).getArtifactId()));
        camel.findDataFormatNames()
                .forEach(name -> lines.put(
                        "dataformat." + name, camel.dataFormatModel(name).getArtifactId()));
        return "# Made from Camel's catalogue by CatalogueTest: the artifact of each component, language and data format.\n"
                + lines.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    @Test
    void knowsWhatIsHere() {
        assertThat(Catalogue.here())
                .contains(
                        new Part(Kind.COMPONENT, "gpio", "GPIO", "camel-gpio", false),
                        new Part(Kind.COMPONENT, "i2c", "I2C", "camel-i2c", false),
                        new Part(Kind.COMPONENT, "sensor", "Sensor", "camel-sensor", false),
                        new Part(Kind.COMPONENT, "paho", "Paho", "camel-paho", false),
                        new Part(Kind.LANGUAGE, "simple", "Simple", "camel-core-languages", false),
                        new Part(Kind.LANGUAGE, "jsonpath", "JSONPath", "camel-jsonpath", false),
                        new Part(Kind.DATA_FORMAT, "jackson", "JSON Jackson", "camel-jackson", false));
    }

    @Test
    void knowsWhereTheRestIs() {
        assertThat(Catalogue.artifact("kafka")).contains("camel-kafka");
        assertThat(Catalogue.artifact("https")).contains("camel-http");
        assertThat(Catalogue.artifact("jq")).contains("camel-jq");
        assertThat(Catalogue.artifact("nonsense")).isEmpty();
    }
}
