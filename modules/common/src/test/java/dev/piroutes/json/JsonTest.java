package dev.piroutes.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {
    private enum Colour {
        RED
    }

    private record Lamp(int pin, Colour colour) {}

    private record Room(String name, @Nullable String note, List<@Nullable Object> all, Map<String, Long> counts) {}

    @Test
    void aRecordIsItsComponentsInTheirOrder() {
        assertThat(Json.of(
                        new Room("hall", null, Arrays.asList(new Lamp(20, Colour.RED), null, 1.5), Map.of("on", 2L))))
                .containsExactly(
                        entry("name", "hall"),
                        entry("note", null),
                        entry("all", Arrays.asList(Map.of("pin", 20, "colour", "RED"), null, 1.5)),
                        entry("counts", Map.of("on", 2L)));
    }
}
