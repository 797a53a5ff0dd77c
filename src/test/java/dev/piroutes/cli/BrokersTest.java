package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.Listener;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | false | 127.0.0.1 | false | without TLS, for this machine only, anonymous",
                "default | false | 0.0.0.0 | false | open to the network: anyone on it may publish and read, no password is asked",
                "default | false | 0.0.0.0 | true | TLS only, anonymous",
                "secure | true | ::1 | false | without TLS, for this machine only, every client with its user",
                "secure | true | 0.0.0.0 | true | TLS only, every client with its user",
                "default | true | 0.0.0.0 | false | without TLS, every client with its user: passwords can be read on the way"
            })
    void saysOfEachFurtherListenerWhoMayConnect(String profile, boolean users, String host, boolean tls, String who) {
        List<String> lines = Brokers.describe(
                List.of(new Listener("mqtt", "127.0.0.1", 1883, true), new Listener("web", host, 9001, tls)),
                users,
                new Settings(Map.of("profile", profile), Map.of(), null, List.of()));

        String address = host.contains(":") ? "[" + host + "]" : host;
        assertThat(lines).last().isEqualTo("broker   also on " + address + ":9001 (acceptor web), " + who);
    }

    @Test
    void saysWhereTheBrokerListensAndNotWhereItWasTold() {
        assertThat(Brokers.describe(
                        List.of(new Listener("mqtt", "0.0.0.0", 1883, false)),
                        false,
                        new Settings(Map.of("broker.host", "127.0.0.1"), Map.of(), null, List.of())))
                .first()
                .isEqualTo("broker   open to the network: anyone on it may publish and read, no password is asked");
    }

    @Test
    void anIpv6AddressIsInBracketsForClientsInTheProgram() {
        Settings settings = new Settings(Map.of(), Map.of(), null, List.of());
        assertThat(Brokers.localUrl("::1", 1883, settings)).isEqualTo("tcp://[::1]:1883");
        assertThat(Brokers.localUrl("0.0.0.0", 1883, settings)).isEqualTo("tcp://127.0.0.1:1883");
    }

    @Test
    void anIpv6AddressIsInBracketsOnceAtTheStart() {
        Settings settings = new Settings(Map.of("broker.host", "::1"), Map.of(), null, List.of());
        assertThat(Brokers.describe(Broker.listeners(Brokers.settings(settings)), false, settings))
                .first()
                .asString()
                .startsWith("broker   [::1]:1883, anonymous, for this machine only");
    }

    private static String host(Map<String, String> line) {
        return Brokers.host(new Settings(line, Map.of(), null, List.of()));
    }
}
