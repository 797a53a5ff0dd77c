package dev.piroutes.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyVariablesTest {

    @Test
    void eachSchemeHasItsOwnElseThatOfAll() {
        assertThat(ProxyVariables.of(
                                Map.of("HTTPS_PROXY", "http://ann:x@secure.example:3128", "ALL_PROXY", "all.example"))
                        .properties())
                .isEqualTo(Map.of(
                        "https.proxyHost", "secure.example",
                        "https.proxyPort", "3128",
                        "http.proxyHost", "all.example",
                        "http.proxyPort", "80"));
    }

    @Test
    void smallLettersAreStronger() {
        assertThat(ProxyVariables.of(Map.of("https_proxy", "http://a:1", "HTTPS_PROXY", "http://b:2"))
                        .properties())
                .containsEntry("https.proxyHost", "a");
    }

    @Test
    void hostsWithoutAProxyAreThoseNamedAndAllBelowThem() {
        assertThat(ProxyVariables.of(Map.of("NO_PROXY", ".example.org, nexus:8081,*.lab"))
                        .properties())
                .containsEntry(
                        "http.nonProxyHosts",
                        "localhost|127.*|[::1]|0.0.0.0|example.org|*.example.org|nexus|*.nexus|lab|*.lab");
        assertThat(ProxyVariables.of(Map.of("no_proxy", "*")).properties().get("http.nonProxyHosts"))
                .endsWith("|*");
    }

    @Test
    void emptyOnesAreNone() {
        assertThat(ProxyVariables.of(Map.of("HTTPS_PROXY", "", "no_proxy", " ")).properties())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://", "http://ann:secret@", "a b", "http://a:secret@ho st:1"})
    void whatIsNoAddressIsSaidWithoutItsPassword(String address) {
        assertThatThrownBy(() -> ProxyVariables.of(Map.of("HTTPS_PROXY", address)))
                .hasMessage("HTTPS_PROXY in the environment must be as http://proxy.example:3128");
    }
}
