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

    @Test
    void patternsAreForEveryUserAndNoClientIdMakesAWildcardOfOne() {
        Permissions read = Permissions.parse(
                "f",
                List.of(
                        "user A",
                        "topic read x",
                        "pattern readwrite u/%u/#",
                        "pattern write c/%c/state-%c",
                        "pattern read all"));

        assertThat(read.of("A", "A-1").read()).containsExactly("all", "u/A/#", "x");
        assertThat(read.of("A", "A-1").write()).containsExactly("c/A-1/state-A-1", "u/A/#");
        assertThat(read.of("B", "B").read()).containsExactly("all", "u/B/#");
        for (String clientId : List.of("", "+", "#", "a/b", "a+")) {
            assertThat(read.of("B", clientId).write()).as(clientId).containsExactly("u/B/#");
        }
        assertThat(read.of("B", "%u$1\\").write()).containsExactly("c/%u$1\\/state-%u$1\\", "u/B/#");
    }

    @Test
    void idsAndPatternsStayWhenUsersChange() {
        Permissions read = Permissions.parse(
                "f",
                List.of(
                        "pattern read %u/#",
                        "user plug",
                        "clientid shelly-1",
                        "clientid shelly 2",
                        "topic write a",
                        "user gone",
                        "clientid x"));

        Permissions after = read.with(
                Map.of("plug", read.of("plug"), "new", Rights.of(List.of(), List.of())), Map.of("new", List.of("y")));

        assertThat(after.text())
                .endsWith(
                        "\n\npattern read %u/#\n\nuser new\nclientid y\n\nuser plug\nclientid shelly 2\nclientid shelly-1\n"
                                + "topic write a\n");
        assertThat(after.usersOf("shelly 2")).containsExactly("plug");
        assertThat(after.usersOf("x")).isEmpty();
        assertThat(Permissions.parse("f", after.text().lines().toList()).text()).isEqualTo(after.text());
    }

    @ParameterizedTest
    @CsvSource({
        "topic read a, 'acl, line 1: a topic belongs below a \"user NAME\": nobody is anonymous here'",
        "topic a, 'acl, line 1: a topic belongs below a \"user NAME\": nobody is anonymous here'",
        "clientid x, 'acl, line 1: a client id belongs below a \"user NAME\": nobody is anonymous here'",
        "pattern %u, 'acl, line 1: expected \"pattern read|write|readwrite TOPIC\", but was \"pattern %u\"'",
        "patterns read %u, 'acl, line 1: expected \"user NAME\", \"topic read|write|readwrite TOPIC\", '",
    })
    void saysWhichLineItDoesNotKnow(String line, String message) {
        assertThatThrownBy(() -> Permissions.parse("acl", List.of(line))).hasMessageStartingWith(message);
        assertThatThrownBy(() -> Permissions.parse("acl", List.of("user A", "topic deny a")))
                .hasMessage("acl, line 2: expected \"topic read|write|readwrite TOPIC\", but was \"topic deny a\"");
    }
}
