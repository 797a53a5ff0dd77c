package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.source.RouteSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a contract may say, and how one hears what is wrong with it. */
class ContractReaderTest {

    private static final String MINIMAL = "contract: thing\nroot: home\nclientId: Thing\n";

    private static Contract read(String text, String root) throws ContractException {
        return ContractReader.read(new RouteSource("my.yaml", text), root);
    }

    private static List<Contract> lab(String name, List<String> roots) throws Exception {
        return Contracts.load(Path.of("src/main/resources/contracts", name + ".yaml"), roots);
    }

    @ParameterizedTest
    @ValueSource(strings = {"device-a", "device-b"})
    void shippedContractsAreRight(String name) throws Exception {
        Contract contract = lab(name, List.of()).get(0);

        assertThat(contract.name()).isEqualTo(name);
        assertThat(Examination.checks(contract)).allSatisfy(check -> {
            if (!check.equals("retained-command")) {
                assertThat(contract.hint(check)).as("hint for " + check).isNotNull();
            }
        });
    }

    @Test
    void topicsAreBelowTheRootAndTheClientIdHasItsName() throws Exception {
        Contract own = lab("device-b", List.of("csc2106")).get(0);
        Contract group = lab("device-b", List.of("csc2106/g07")).get(0);

        assertThat(own.clientId()).isEqualTo("PicoB");
        assertThat(group.clientId()).isEqualTo("PicoB-csc2106-g07");
        assertThat(group.subscribes()).containsExactly(new Packet.Filter("csc2106/g07/led/cmd", 1));
        assertThat(group.online().topic()).isEqualTo("csc2106/g07/devB/status");
        assertThat(group.reactions().get(0).send()).isEqualTo(new Contract.Command("csc2106/g07/led/cmd", "TOGGLE"));
    }

    @Test
    void aShortContractAsksForLittle() throws Exception {
        Contract contract = read(MINIMAL, null);

        assertThat(Examination.checks(contract)).containsExactly("connection", "client-id", "reconnect");
        assertThat(contract.limits().connect()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aThermometer() throws Exception {
        Contract contract = read(
                MINIMAL
                        + """
                        reports:
                          - id: temperature
                            every: 10s
                            expect: {topic: thermometer/celsius, matches: '-?\\d+\\.\\d', qos: 0}
                        """,
                null);

        Contract.Periodic report = contract.reports().get(0);
        assertThat(report.every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(report.expect().payload().accepts("-3.5")).isTrue();
        assertThat(report.expect().payload().accepts("cold")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keepalive: 30s | my.yaml:4:1: error: there is no field \"keepalive\" here; did you mean keepAlive?",
                "keepAlive: 60s..10s | my.yaml:4:12: error: keepAlive must be two times like 10s..60s, the shorter first",
                "cleanSession: no | my.yaml:4:15: error: cleanSession must be true or false, but is \"no\"",
                "will: {topic: x, payload: off, qos: 3} | my.yaml:4:37: error: qos must be a number from 0 to 2",
                "will: {topic: x} | my.yaml:4:7: error: the field \"payload\" is missing here",
                "will: offline | my.yaml:4:7: error: this must be fields",
                "online: {topic: 'a/#', payload: x} | my.yaml:4:17: error: topic must be a topic below the root",
                "online: {topic: a, matches: '('} | my.yaml:4:29: error: matches is no regular expression",
                "subscribes: x | my.yaml:4:13: error: subscribes must be a list",
                "limits: {quiet: 1} | my.yaml:4:17: error: quiet must be a time like 500ms, 30s or 2m, but is \"1\"",
                "repeatedCommand: once | my.yaml:4:18: error: repeatedCommand must be refuse or either",
                "repeatedCommand: refuse | my.yaml:4:18: error: repeatedCommand needs a command that is answered",
                "presses: [{id: a, expect: {topic: b, payload: c}}] | my.yaml:4:11: error: the field \"prompt\" is missing",
                "reactions: [{id: a}] | my.yaml:4:13: error: a reaction needs the fields send and expect",
                "subscribeFirst: true | my.yaml:4:17: error: subscribeFirst needs the fields subscribes and online",
                "title: 'open | my.yaml:4:8: error: the quote that opens here is never closed",
            })
    void saysWhatIsWrongAndWhere(String line, String finding) {
        assertThatThrownBy(() -> read(MINIMAL + line + "\n", null))
                .isInstanceOf(ContractException.class)
                .hasMessageStartingWith(finding);
    }

    @Test
    void findsAllOfIt() {
        assertThatThrownBy(() -> read("contract: Bad Name\nclientId: X\nwil: 1\n", null))
                .hasMessageContaining("my.yaml:3:1: error: there is no field \"wil\" here; did you mean will?")
                .hasMessageContaining("my.yaml:1:1: error: the field \"root\" is missing here")
                .hasMessageContaining("my.yaml:1:11: error: contract must be a name like my-lamp");
    }

    @Test
    void anEmptyFileIsNoContract() {
        assertThatThrownBy(() -> read("# nothing\n", null)).hasMessageContaining("the contract is empty");
    }
}
