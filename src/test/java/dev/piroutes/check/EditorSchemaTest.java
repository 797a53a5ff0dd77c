package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What an editor underlines, and what not. */
class EditorSchemaTest {

    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(EditorSchema.json());

    private static List<String> underlined(String text) {
        Object yaml = new Load(LoadSettings.builder().build()).loadFromString(CamelSchemaTest.withDefaults(text));
        return SCHEMA.validate(new ObjectMapper().valueToTree(yaml)).stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dev.piroutes.check.CamelSchemaTest#shipped")
    void underlinesNothingInWhatShips(Path file) throws IOException {
        assertThat(underlined(Files.readString(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            led          | initialState: "OFF" | initialStat: "OFF"  | initialStat
            led          | initialState: "OFF" | pull: up            | pull
            led          | client: "#led"      | klient: "#led"      | klient
            led          | clientId: PicoB     | clientID: PicoB     | clientID
            button-panel | pull: up            | pull: upp           | pull
            button-panel | pull: up            | shutdownState: "ON" | shutdownState
            led          | platform: button    | platform: buton     | platform
            led          | payload_press:      | payload_on:         | payload_on
            led          | state_topic:        | value_template:     | state_topic
            """)
    void underlinesWhatCamelsOwnLeavesOpen(String file, String from, String to, String named) throws IOException {
        String text = Files.readString(Path.of("src/main/resources/routes", file + ".camel.yaml"));
        assertThat(text).contains(from);
        assertThat(underlined(text.replace(from, to))).anyMatch(said -> said.contains(named));
    }

    @Test
    void describesOurOptions() {
        assertThat(EditorSchema.json()).contains("How long a level must last before it counts");
    }
}
