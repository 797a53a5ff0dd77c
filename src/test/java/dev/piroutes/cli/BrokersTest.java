package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokersTest {

    @Test
    void listensOnLoopbackUnlessTheLabProfileOpensIt() {
        assertThat(host(Map.of())).isEqualTo("127.0.0.1");
        assertThat(host(Map.of("profile", "lab"))).isEqualTo("0.0.0.0");
    }

    @Test
    void anAddressThatWasGivenWinsOverTheProfile() {
        assertThat(host(Map.of("profile", "lab", "broker.host", "127.0.0.1"))).isEqualTo("127.0.0.1");
        assertThat(host(Map.of("broker.host", "::1"))).isEqualTo("::1");
    }

    @Test
    void theSecureProfileListensEverywhereAndAnUnknownOneIsRefused() {
        assertThat(host(Map.of("profile", "secure"))).isEqualTo("0.0.0.0");
        assertThat(Profile.of(new Settings(Map.of("profile", "secure"), Map.of(), null, List.of()))
                        .port())
                .isEqualTo("8883");
        assertThatThrownBy(() -> host(Map.of("profile", "secur")))
                .hasMessage("profile must be default, lab or secure, but was \"secur\"; did you mean secure?");
    }

    @Test
    void theSecureProfileNeedsItsFolderAndAKnownWordForCertificates() {
        Settings missing =
                new Settings(Map.of("profile", "secure", "secure.dir", "target/none"), Map.of(), null, List.of());
        Settings wrong = new Settings(Map.of("broker.client-certificates", "yes"), Map.of(), null, List.of());

        assertThatThrownBy(() -> Secured.values(missing))
                .hasMessageEndingWith("target/none is not made yet: pi-routes secure makes it");
        assertThatThrownBy(() -> Secured.values(wrong))
                .hasMessage("broker.client-certificates must be none, optional or required, but was \"yes\"");
    }

    private static String host(Map<String, String> line) {
        return Brokers.host(new Settings(line, Map.of(), null, List.of()));
    }
}
