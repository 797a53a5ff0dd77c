package dev.piroutes.broker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {

    @Test
    void readsWhatItWrites() {
        Permissions permissions = new Permissions(
                Map.of("A", Rights.of(List.of("x/#"), List.of("x/#", "y")), "B", Rights.of(List.of(), List.of())));

        Permissions read = Permissions.parse("f", permissions.text().lines().toList());

        assertThat(read.of("A")).isEqualTo(permissions.of("A"));
        assertThat(read.text()).isEqualTo(permissions.text());
    }

    @Test
    void readsMosquittosFormat() {
        Permissions read = Permissions.parse(
                "f",
                List.of("# a comment", "", "user A", "topic read a b/c", "topic write d", "  topic readwrite e/#"));

        assertThat(read.of("A").read()).containsExactly("a b/c", "e/#");
        assertThat(read.of("A").write()).containsExactly("d", "e/#");
        assertThat(read.of("nobody").mayPublish("d")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "topic read a, 'acl, line 1: a topic belongs below a \"user NAME\": nobody is anonymous here'",
        "topic a, 'acl, line 1: a topic belongs below a \"user NAME\": nobody is anonymous here'",
        "pattern read %u, 'acl, line 1: expected \"user NAME\" or'",
    })
    void saysWhichLineItDoesNotKnow(String line, String message) {
        assertThatThrownBy(() -> Permissions.parse("acl", List.of(line))).hasMessageStartingWith(message);
        assertThatThrownBy(() -> Permissions.parse("acl", List.of("user A", "topic deny a")))
                .hasMessage("acl, line 2: expected \"topic read|write|readwrite TOPIC\", but was \"topic deny a\"");
    }
}
