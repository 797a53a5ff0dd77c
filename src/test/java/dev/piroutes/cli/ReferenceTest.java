package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** docs/reference.md is made from what the program itself knows of its options. */
class ReferenceTest {

    @Test
    void isWhatTheProgramKnows() throws IOException {
        String reference = reference();
        Path made = Path.of("target/reference.md");
        Files.createDirectories(made.toAbsolutePath().getParent());
        Files.writeString(made, reference);
        assertThat(Files.readString(Path.of("docs/reference.md")))
                .as("docs/reference.md (to renew it: cp target/reference.md docs/)")
                .isEqualTo(reference);
    }

    private static String reference() throws IOException {
        return "# Reference\n\nMade from the program's own metadata; what it all means, with examples: [gpio.md](gpio.md),"
                + " [mqtt.md](mqtt.md).\n\n## Settings\n\n`--name=value`, a line of `application.properties`, or an"
                + " environment variable (`broker.port` is `BROKER_PORT`);\n[escaping.md](escaping.md)"
                + " has how a value is written in each.\n\n| setting | value | default | |\n"
                + "| --- | --- | --- | --- |\n"
                + Arrays.stream(Setting.values())
                        .map(setting -> row(
                                "`" + setting.key() + "`",
                                setting.label(),
                                setting.fallback() == null ? "" : "`" + setting.fallback() + "`",
                                setting.description().replaceFirst(" Default: [^:]*\\.$", "")))
                        .collect(Collectors.joining())
                + camel() + component("gpio") + component("sensor") + component("i2c") + component("daytime")
                + kamelets();
    }

    private static String camel() {
        return """

                `profile` is the name of before for `broker.profile`; it goes on, with a line.

                ## Camel's settings

                `camel.main.*`, `camel.component.*`, `camel.management.*` and all others of Camel's are given in the same places, and mean what
                Camel's documentation says. `camel.main.profile=prod` lays `application-prod.properties` over the `application.properties` beside it, for
                settings of ours, too; environment and command line are stronger than both. What is otherwise than in a program of Camel's own:

                | setting | here | why |
                | --- | --- | --- |
                | `camel.main.name` | `pi-routes`, unless you say otherwise | |
                | `camel.main.shutdownTimeout` | `2`, unless you say otherwise | the whole stop takes less than 5 s |
                | `camel.main.shutdownLogInflightExchangesOnTimeout` | `false`, unless you say otherwise | one line is enough |
                | `camel.main.startupSummaryLevel` | `Off`, unless you say otherwise | the `device` lines say it |
                | `camel.main.logName` | `dev.piroutes.routes`, unless you say otherwise | the log steps of all routes are one logger's |
                | `camel.component.kamelet.noErrorHandler` | `true`, unless you say otherwise | what fails in a Kamelet fails the step that uses it |
                | `camel.component.kamelet.location` | beside the routes, then the jar, unless you say otherwise | |
                | `camel.health.enabled`, `camel.health.exposureLevel` | `true`, `full`, unless you say otherwise; Camel's with `management.port=0` | `management.port` shows them |
                | `camel.main.autoConfigurationEnvironmentVariablesEnabled`, `…SystemPropertiesEnabled` | `false`: the program reads the environment itself, as above; `-Dcamel.…` is not read | one order of strength |

                `camel.management.enabled=true` opens Camel's own server beside `management.port`; say `camel.management.host=127.0.0.1` and a port, or it is open to
                every network, on the page's port 8080.
                """;
    }

    private static String component(String name) throws IOException {
        ComponentModel model =
                JsonMapper.generateComponentModel(resource("/META-INF/dev/piroutes/" + name + "/" + name + ".json"));
        StringBuilder text = new StringBuilder("\n## `" + model.getSyntax()
                + "`\n\n| option | for | value | default | |\n| --- | --- | --- | --- | --- |\n");
        for (ComponentModel.EndpointOptionModel option : model.getEndpointOptions()) {
            if (option.getLabel() == null || !option.getLabel().contains("advanced")) {
                text.append(row(
                        "`" + option.getName() + "`",
                        option.getLabel() == null || option.getLabel().isEmpty()
                                ? "both"
                                : option.getLabel().startsWith("consumer") ? "`from`" : "`to`",
                        option.getEnums() == null || option.getEnums().isEmpty()
                                ? simpleName(option.getJavaType())
                                : String.join(", ", option.getEnums()),
                        option.getDefaultValue() == null ? "" : "`" + option.getDefaultValue() + "`",
                        option.getDescription()));
            }
        }
        return text.toString();
    }

    private static String kamelets() throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> paths = Files.list(Path.of("src/main/resources/kamelets"))) {
            for (Path path : paths.sorted().toList()) {
                Map<?, ?> kamelet =
                        (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(Files.readString(path));
                Map<?, ?> definition = (Map<?, ?>) ((Map<?, ?>) kamelet.get("spec")).get("definition");
                text.append("\n## `kamelet:").append(((Map<?, ?>) kamelet.get("metadata")).get("name"));
                text.append("`\n\n").append(definition.get("description"));
                text.append("\n\n| parameter | default | |\n| --- | --- | --- |\n");
                List<?> required = Objects.requireNonNullElse((List<?>) definition.get("required"), List.of());
                ((Map<?, ?>) definition.get("properties")).forEach((name, said) -> {
                    Object fallback = ((Map<?, ?>) said).get("default");
                    text.append(row(
                            "`" + name + "`",
                            required.contains(name) ? "required" : fallback == null ? "" : "`" + fallback + "`",
                            String.valueOf(((Map<?, ?>) said).get("description"))));
                });
            }
        }
        return text.toString();
    }

    private static String simpleName(String type) {
        return switch (type) {
            case "long", "java.time.Duration" -> "duration";
            case "int" -> "number";
            case "boolean" -> "true, false";
            default -> "text";
        };
    }

    private static String row(String... cells) {
        return "| "
                + Arrays.stream(cells)
                        .map(cell -> cell.replace("|", "\\|").replaceAll("\\s+", " "))
                        .collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ReferenceTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
