package dev.piroutes.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.access.Role;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each client of the route files uses, no more and no less. */
class RouteTopicsTest {

    private static final String DEVICE =
            """
            - beans:
                - name: lamp
                  type: dev.piroutes.mqtt.MqttDevice
                  properties:
                    clientId: Lamp
            """;

    @Test
    void ofTheLabAreExactlyThese() throws IOException {
        Map<String, ClientUse> clients = RouteTopics.of(
                        List.of(
                                lab("button-panel"),
                                lab("error-policy"),
                                lab("gpio-timer"),
                                lab("led"),
                                lab("monitor")),
                        RouteTopicsTest::resolve,
                        "",
                        ClientUse.page("BenchPage", "csc2106"))
                .stream()
                .collect(Collectors.toMap(ClientUse::name, Function.identity()));

        assertThat(clients.keySet()).containsExactlyInAnyOrder("BenchPage", "Monitor", "PicoA", "PicoB");
        assertThat(clients.get("PicoA").rights().write())
                .containsExactly("csc2106/devA/status", "csc2106/led/cmd", "csc2106/led/hello");
        assertThat(clients.get("PicoA").rights().read()).isEmpty();
        assertThat(clients.get("PicoB").rights().write())
                .containsExactly("csc2106/devB/status", "csc2106/led/ack", "csc2106/led/cmd/rejected");
        assertThat(clients.get("PicoB").rights().read()).containsExactly("csc2106/led/cmd");
        assertThat(clients.get("Monitor").rights().read()).containsExactly("csc2106/+/status", "csc2106/led/#");
        assertThat(clients.get("Monitor").rights().write())
                .allSatisfy(topic -> assertThat(topic).endsWith("/rejected"));
        assertThat(clients.get("BenchPage").role()).isEqualTo(Role.PAGES);
        assertThat(clients.get("BenchPage").rights().write()).containsExactly("csc2106/#");
        assertThat(clients.get("BenchPage").rights().read()).containsExactly("csc2106/#");
    }

    @Test
    void ofTheExamplesCanAllBeTold() throws IOException {
        try (var files = Files.list(Path.of("src/main/resources/examples"))) {
            for (Path file : files.toList()) {
                assertThat(RouteTopics.of(List.of(source(file)), RouteTopicsTest::resolve, ""))
                        .as(file.toString())
                        .isNotNull();
            }
        }
    }

    @Test
    void leaveOutDevicesThatHaveABrokerOfTheirOwn() throws IOException {
        Map<String, ClientUse> clients = clients(source(Path.of("src/main/resources/examples/bridge.camel.yaml")));

        assertThat(clients.keySet()).containsExactly("BridgeLab");
        assertThat(clients.get("BridgeLab").publishes()).isEmpty();
    }

    @Test
    void knowWhereStatesOfOutputsAreKept() throws IOException {
        Map<String, ClientUse> clients = clients(lab("led"), lab("button-panel"));

        assertThat(clients.get("PicoB").states()).containsExactly("csc2106/led/state");
        assertThat(clients.get("PicoB").publishes()).doesNotContain("csc2106/led/state");
        assertThat(clients.get("PicoA").states()).isEmpty();
    }

    @Test
    void knowADeviceByTheLongFormOfItsReference() throws IOException {
        RouteSource led = lab("led");

        assertThat(clients(new RouteSource(led.name(), led.text().replace("\"#led\"", "\"#bean:led\""))))
                .containsExactlyEntriesOf(clients(led));
    }

    @Test
    void devicesOfAGroupHaveItsSuffixAndPagesHaveNot() throws IOException {
        assertThat(RouteTopics.of(
                        List.of(lab("led")), RouteTopicsTest::resolve, "-g07", ClientUse.page("BenchPage", "csc2106")))
                .extracting(ClientUse::name)
                .containsExactly("BenchPage", "PicoB-g07");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            toD: {uri: "paho:rooms/${header.room}", parameters: {client: "#lamp"}} | the topic "rooms/${header.room}" is known only at run time
            setHeader: {name: CamelPahoOverrideTopic, simple: "a/${body}"} | CamelPahoOverrideTopic sets a topic
            recipientList: {simple: "paho:a/${body}?client=#lamp"} | an expression makes a topic
            """)
    void refusesTopicsThatOnlyARunningRouteKnows(String step, String message) {
        RouteSource source = route(step, "");

        assertThatThrownBy(() -> clients(source))
                .isInstanceOf(SecureException.class)
                .hasMessageStartingWith("lamp.camel.yaml:6:")
                .hasMessageContaining(message)
                .hasMessageEndingWith("a line \"# Topics:\" and below it \"#   publish a/topic\"");
    }

    @Test
    void takesThoseFromTheCommentAtTheTop() {
        RouteSource source = route(
                "toD: {uri: \"paho:rooms/${header.room}\", parameters: {client: \"#lamp\"}}",
                """
                # A lamp.
                #
                # Topics:
                #   publish {{lab.root}}/rooms/+    one for each room
                #   subscribe other/#
                #
                # It is nice to publish this.
                """);

        assertThat(clients(source).get("Lamp").rights().write()).containsExactly("csc2106/rooms/+");
        assertThat(clients(source).get("Lamp").rights().read()).containsExactly("other/#");
    }

    @Test
    void asksWhoseTopicsTheyAreWhereAFileHasTwoDevices() {
        String second = DEVICE.replace("lamp", "other").replace("Lamp", "Other");
        RouteSource unclear = new RouteSource("two.camel.yaml", "# Topics:\n#   publish a\n" + DEVICE + second);
        RouteSource clear =
                new RouteSource("two.camel.yaml", "# Topics:\n#   device other\n#   publish a\n" + DEVICE + second);

        assertThatThrownBy(() -> clients(unclear))
                .hasMessage(
                        "two.camel.yaml:2:13: write above it whose topic this is, \"#   device NAME\", with the name of"
                                + " a bean of this file: lamp, other");
        assertThat(clients(clear).get("Other").publishes()).containsExactly("a");
        assertThat(clients(clear).get("Lamp").publishes()).isEmpty();
    }

    @Test
    void refusesAPropertyThatHasNoValueAndAClientIdThatIsTaken() {
        assertThatThrownBy(() -> clients(route("to: {uri: \"paho:{{where}}/x\", parameters: {client: \"#lamp\"}}", "")))
                .hasMessageContaining("\"{{where}}/x\" has a property without a value");
        assertThatThrownBy(() -> clients(new RouteSource(
                        "two.camel.yaml",
                        DEVICE + DEVICE.replace("lamp", "other").replace("Lamp", "LAMP"))))
                .hasMessageContaining("differs in capitals only");
    }

    private static RouteSource route(String step, String comment) {
        return new RouteSource(
                "lamp.camel.yaml",
                comment
                        + """
                - route:
                    id: lamp
                    from:
                      uri: timer:x
                      steps:
                        - %s
                """
                                .formatted(step)
                        + DEVICE);
    }

    private static Map<String, ClientUse> clients(RouteSource... sources) {
        return RouteTopics.of(Arrays.asList(sources), RouteTopicsTest::resolve, "").stream()
                .collect(Collectors.toMap(ClientUse::name, Function.identity()));
    }

    private static String resolve(String text) {
        return text.replace("{{lab.root}}", "csc2106").replaceAll("\\{\\{[^}:]+:([^}]*)}}", "$1");
    }

    private static RouteSource lab(String name) throws IOException {
        return source(Path.of("src/main/resources/routes/" + name + ".camel.yaml"));
    }

    private static RouteSource source(Path file) throws IOException {
        return new RouteSource(file.toString(), Files.readString(file));
    }
}
