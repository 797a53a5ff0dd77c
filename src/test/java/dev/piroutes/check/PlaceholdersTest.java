package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.regex.MatchResult;
import org.apache.camel.component.properties.PropertiesComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceholdersTest {

    /** Camel says what is a function. */
    @ParameterizedTest
    @ValueSource(
            strings = {"env", "sys", "service", "service.host", "service.port", "service.name", "bean", "lab.root"})
    void aFunctionIsWhatCamelTakesForOne(String name) {
        MatchResult found = Placeholders.PATTERN
                .matcher("{{" + name + ":x}}")
                .results()
                .findFirst()
                .orElseThrow();
        try (Scratch scratch = new Scratch(Map.of())) {
            PropertiesComponent camel = (PropertiesComponent) scratch.context().getPropertiesComponent();
            assertThat(Placeholders.isFunction(found)).isEqualTo(camel.getPropertiesFunction(name) != null);
        }
    }

    @Test
    void aFunctionHasAColon() {
        assertThat(Placeholders.ofProperties("{{env:HOME}} {{env}} {{?a}} \\{{b}} {{c:{d}}")
                        .map(found -> found.group(2)))
                .containsExactly("env", "a", "c");
        try (Scratch scratch = new Scratch(Map.of())) {
            assertThat(scratch.missing("{{env}} {{service.host:X}} {{a:1}} {{?b}}"))
                    .containsExactly("env");
        }
    }
}
