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

class BrokerOptionsTest {

    @Test
    void listensOnLoopbackUnlessTheLabProfileOpensIt() {
        assertThat(host(Map.of())).isEqualTo("127.0.0.1");
        assertThat(host(Map.of("broker.profile", "lab"))).isEqualTo("0.0.0.0");
    }

    @Test
    void anAddressThatWasGivenWinsOverTheProfile() {
        assertThat(host(Map.of("broker.profile", "lab", "broker.host", "127.0.0.1")))
                .isEqualTo("127.0.0.1");
        assertThat(host(Map.of("broker.host", "::1"))).isEqualTo("::1");
        assertThat(host(Map.of("broker.host", "[::1]"))).isEqualTo("::1");
        assertThat(options(Map.of("broker.host", "[::]")).localUrl()).isEqualTo("tcp://127.0.0.1:1883");
        for (String wrong : List.of("127.0.0.1:1883", "[::1]:1883", "my host", "[::1")) {
            assertThatThrownBy(() -> host(Map.of("broker.host", wrong)))
                    .isInstanceOf(UsageException.class)
                    .hasMessage(
                            "broker.host must be a name or an address such as 0.0.0.0 or ::1, without a port, but was \""
                                    + wrong + "\"");
        }
    }

    @Test
    void theSecureProfileListensEverywhereAndAnUnknownOneIsRefused() {
        assertThat(host(Map.of("broker.profile", "secure"))).isEqualTo("0.0.0.0");
        assertThat(options(Map.of("broker.profile", "secure")).port()).isEqualTo(8883);
        assertThatThrownBy(() -> host(Map.of("broker.profile", "secur")))
                .hasMessage("broker.profile must be default, lab or secure, but was \"secur\"; did you mean secure?");
    }

    @Test
    void theSecureProfileNeedsItsFolderAndAKnownWordForCertificates() {
        BrokerOptions missing = options(Map.of("broker.profile", "secure", "secure.dir", "target/none"));

        assertThatThrownBy(missing::settings)
                .hasMessageEndingWith("target/none is not made yet: pi-routes secure makes it");
        assertThatThrownBy(() -> options(Map.of("broker.profile", "secure", "broker.client-certificates", "yes")))
                .hasMessage("broker.client-certificates must be none, optional or required, but was \"yes\"");
    }

    @Test
    void aCertificateOfOnesOwnIsForTlsAndComesWithItsKey() {
        assertThatThrownBy(() -> options(Map.of("broker.certificate", "fullchain.pem")))
                .hasMessage("broker.certificate needs --broker.profile=secure: without TLS nobody is shown it");
        assertThatThrownBy(() -> options(Map.of("broker.profile", "secure", "broker.certificate-key", "key.pem")))
                .hasMessage("broker.certificate-key is of no use without broker.certificate");
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
        List<String> lines = options(Map.of("broker.profile", profile))
                .describe(
                        List.of(new Listener("mqtt", "127.0.0.1", 1883, true), new Listener("web", host, 9001, tls)),
                        users);

        String address = host.contains(":") ? "[" + host + "]" : host;
        assertThat(lines).last().isEqualTo("broker   also on " + address + ":9001 (acceptor web), " + who);
    }

    @Test
    void saysWhereTheBrokerListensAndNotWhereItWasTold() {
        assertThat(options(Map.of("broker.host", "127.0.0.1"))
                        .describe(List.of(new Listener("mqtt", "0.0.0.0", 1883, false)), false))
                .first()
                .isEqualTo("broker   open to the network: anyone on it may publish and read, no password is asked");
    }

    @Test
    void anIpv6AddressIsInBracketsForClientsInTheProgram() {
        assertThat(options(Map.of("broker.host", "::1")).localUrl()).isEqualTo("tcp://[::1]:1883");
        assertThat(options(Map.of("broker.profile", "lab")).localUrl()).isEqualTo("tcp://127.0.0.1:1883");
        assertThat(options(Map.of("broker.profile", "secure")).localUrl()).isEqualTo("ssl://127.0.0.1:8883");
        assertThat(options(Map.of("broker.port", "0")).at(40001).localUrl()).isEqualTo("tcp://127.0.0.1:40001");
    }

    @Test
    void anIpv6AddressIsInBracketsOnceAtTheStart() {
        BrokerOptions options = options(Map.of("broker.host", "::1"));
        assertThat(options.describe(Broker.listeners(options.settings()), false))
                .first()
                .asString()
                .startsWith("broker   [::1]:1883, anonymous, for this machine only");
    }

    private static String host(Map<String, String> line) {
        return options(line).host();
    }

    private static BrokerOptions options(Map<String, String> line) {
        return BrokerOptions.of(new Settings(line, Map.of(), null, List.of()));
    }
}
