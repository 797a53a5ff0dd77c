package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.check.Checker;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.secure.RouteTopics;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeDiscoveryTest {

    @ParameterizedTest
    @CsvSource({
        "homeassistant.discovery, yes, 'homeassistant.discovery must be true, false or clear, but was \"yes\"'",
        "homeassistant.prefix, home/#, homeassistant.prefix: a topic to publish to has no wildcards",
        "homeassistant.prefix, /home, 'homeassistant.prefix must be a topic like homeassistant, without empty levels'",
        "homeassistant.state, maybe, homeassistant.state must be true or false",
        "homeassistant.state, true, homeassistant.state needs homeassistant.discovery=true"
    })
    void saysWhatIsWrong(String name, String value, String message) {
        assertThatThrownBy(() -> discovery(Map.of(name, value)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(message);
    }

    @Test
    void isOffUnlessItIsAsked() throws IOException {
        HomeDiscovery off = discovery(Map.of());
        Collection<ClientUse> clients = clients();

        off.addTo(clients);

        assertThat(off.isOff()).isTrue();
        assertThat(off.topics("csc2106")).containsExactly("csc2106/#");
        assertThat(clients)
                .flatExtracting(ClientUse::publishes)
                .containsExactlyInAnyOrder("csc2106/#", "csc2106/devB/status", "csc2106/led/ack");
    }

    @Test
    void permitsEachDeviceItsDescriptionAndItsStates() throws IOException {
        HomeDiscovery on = discovery(
                Map.of("homeassistant.discovery", "true", "homeassistant.state", "true", "homeassistant.prefix", "ha"));
        Collection<ClientUse> clients = clients();

        on.addTo(clients);

        assertThat(on.topics("csc2106")).containsExactly("csc2106/#", "ha/#");
        assertThat(clients)
                .filteredOn(client -> client.name().equals("PicoB"))
                .first()
                .satisfies(led -> assertThat(led.publishes())
                        .containsExactly(
                                "csc2106/devB/status",
                                "csc2106/led/ack",
                                "csc2106/led/state",
                                "ha/device/PicoB/config"));
        assertThat(clients)
                .filteredOn(client -> client.name().equals("BenchPage"))
                .first()
                .satisfies(page -> assertThat(page.publishes()).noneMatch(topic -> topic.startsWith("ha/")));
    }

    @Test
    void stopsAtABadDeclarationUnlessItIsOff() throws IOException {
        Checker checker = new Checker(Map.of("lab.root", "csc2106"));
        Map<String, String> files = Map.of(
                "led.camel.yaml",
                Files.readString(Path.of("src/main/resources/routes/led.camel.yaml"))
                        .replace("platform: button", "platform: buton"));

        discovery(Map.of()).require(checker, files);

        assertThatThrownBy(() ->
                        discovery(Map.of("homeassistant.discovery", "true")).require(checker, files))
                .hasMessageMatching("led\\.camel\\.yaml:[0-9]+:19: led-command_TOGGLE: platform must be one of .*"
                        + "; did you mean button\\?");
    }

    private static HomeDiscovery discovery(Map<String, String> commandLine) {
        return HomeDiscovery.of(new Settings(new TreeMap<>(commandLine), Map.of(), null, List.of()));
    }

    private static Collection<ClientUse> clients() throws IOException {
        Path led = Path.of("src/main/resources/routes/led.camel.yaml");
        return RouteTopics.of(
                List.of(new RouteSource("led.camel.yaml", Files.readString(led))),
                text -> text.replace("{{lab.root:csc2106}}", "csc2106"),
                "",
                ClientUse.page(Page.CLIENT, "csc2106"));
    }
}
