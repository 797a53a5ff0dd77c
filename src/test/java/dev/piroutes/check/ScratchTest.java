package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ScratchTest {

    @Test
    void placeholdersHaveTheValuesOfItsPropertiesAndNotOfTheEnvironment() {
        assertThat(System.getenv()).containsKey("PATH");
        try (Scratch scratch = new Scratch(Map.of("path", "given"))) {
            assertThat(scratch.resolve("{{path}}")).isEqualTo("given");
        }
        try (Scratch scratch = new Scratch(Map.of())) {
            assertThat(scratch.resolve("{{path:none}}")).isEqualTo("none");
        }
    }
}
