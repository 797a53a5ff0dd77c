package dev.piroutes.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "pi, pi, 7, pi:7",
        "pi.local:1883, pi.local, 1883, pi.local:1883",
        "lab_broker_1:1883, lab_broker_1, 1883, lab_broker_1:1883",
        "192.168.1.10:65535, 192.168.1.10, 65535, 192.168.1.10:65535",
        "::1, ::1, 7, [::1]:7",
        "[::1]:1883, ::1, 1883, [::1]:1883",
        "fd00::12, fd00::12, 7, [fd00::12]:7",
        "[fe80::1%eth0]:1, fe80::1%eth0, 1, [fe80::1%eth0]:1",
        "[fe80::1%25wlan0], fe80::1%wlan0, 7, [fe80::1%wlan0]:7",
    })
    void isReadAsPeopleWriteIt(String text, String host, int port, String written) {
        Address address = Address.parse(text, 7).orElseThrow();

        assertThat(address).isEqualTo(new Address(host, port)).hasToString(written);
        assertThat(Address.parse(written, 0)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "a b",
                "a:",
                "a:x",
                "a:0",
                "a:65536",
                "a:999999999999",
                "a:1:2",
                "[a]:1",
                "[::1",
                "::1]:1",
                "[::1]x",
                "me@pi",
                "-a",
                "a..b",
                "a-",
                "a-.b",
                "fe80::1%",
                ":::",
                "1::2::3",
                "a/b"
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Address.parse(text, 7)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://pi:1883, tcp://pi:1883",
        "tcp://lab_broker, tcp://lab_broker:1883",
        "mqtt://pi, tcp://pi:1883",
        "mqtts://pi, ssl://pi:8883",
        "tls://pi, ssl://pi:8883",
        "ws://pi/mqtt?a=b, ws://pi:80/mqtt",
        "wss://[fd00::1]/mqtt, wss://[fd00::1]:443/mqtt",
        "TCP://Pi:1/, tcp://Pi:1",
        "MQTTS://pi, ssl://pi:8883",
        "tcp://[fe80::1%25eth0]:1, tcp://[fe80::1%eth0]:1",
    })
    void theAddressOfABrokerHasMqttsSchemesAndPorts(String text, String url) {
        assertThat(Url.ofBroker(text)).get().hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pi:1883",
                "tcp://::1",
                "tcp://::1:1883",
                "http://pi",
                "tcp://",
                "tcp://pi/path",
                "tcp://a b",
                "tcp://me:secret@pi",
                "tcp:pi"
            })
    void whatIsNoBrokersAddressIsRefused(String text) {
        assertThat(Url.ofBroker(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://me:secret@pi, tcp://***@pi",
        "tcp://me:se/cr@et@pi, tcp://***@pi",
        "'tcp://me:se,cret@pi', tcp://***@pi",
        "'tcp://h:x,ssl://secret@pi', tcp://***@pi",
        "me:secret@pi, ***@pi",
        "me:s//ecret@pi, ***@pi",
        "tcp://pi:x, tcp://pi:x",
        "'tcp://pi,tcp://pi:x', tcp://pi:x",
    })
    void theSettingIsRefusedWithoutItsUserAndPassword(String text, String shown) {
        assertThatThrownBy(() -> Url.ofMqttUrls(text))
                .hasMessageStartingWith("mqtt.url must be like tcp://192.168.1.10:1883 ")
                .hasMessageContaining("but was \"" + shown + "\"");
    }

    @Test
    void theSettingHasSeveralAddresses() {
        assertThat(Url.ofMqttUrls(" mqtt://a , ,tcp://b:1,"))
                .extracting(Url::toString)
                .containsExactly("tcp://a:1883", "tcp://b:1");
    }

    @Test
    void aUrlHasTheSchemesAskedFor() {
        assertThat(Url.parse("http://[::1]/x", Map.of("http", 80)))
                .contains(new Url("http", new Address("::1", 80), "/x"));
        assertThat(Url.parse("https://pi", Map.of("http", 80))).isEmpty();
    }

    @Test
    void aNumberIsNoName() throws UnknownHostException {
        assertThat(Address.isNumber("10.0.0.1")).isTrue();
        assertThat(Address.isNumber("fd00::1")).isTrue();
        assertThat(Address.isNumber("fade.be")).isFalse();
        assertThat(Address.of(new InetSocketAddress(InetAddress.getByName("::1"), 5)))
                .hasToString("[0:0:0:0:0:0:0:1]:5");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, true, false",
        "::, true, false",
        "0:0:0:0:0:0:0:0, true, false",
        "::0, true, false",
        "127.0.0.1, false, true",
        "127.9.9.9, false, true",
        "::1, false, true",
        "0:0:0:0:0:0:0:1, false, true",
        "::ffff:127.0.0.1, false, true",
        "localhost, false, true",
        "LOCALHOST, false, true",
        "127.lab.example, false, false",
        "127.0.0.256, false, false",
        "192.168.1.1, false, false",
        "fe80::1%none9, false, false",
        "pi, false, false"
    })
    void everywhereAndLoopbackHoweverTheyAreWritten(String host, boolean everywhere, boolean loopback) {
        assertThat(Address.isEverywhere(host)).isEqualTo(everywhere);
        assertThat(Address.isLoopback(host)).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost",
                "ip6-localhost",
                "127.0.0.1",
                "127.1",
                "127.0.0.53",
                "127.255.255.255",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "[0:0:0:0:0:0:0:1]",
                "0000:0::0001",
                "::1%lo",
                "::ffff:127.0.0.1"
            })
    void thisMachineAloneIsThatHoweverItIsWritten(String host) {
        assertThat(Address.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.example.org",
                "127.0.0.1.example.org",
                "127.0.0.256",
                "localhost.example.org",
                "128.0.0.1",
                "0.0.0.0",
                "::",
                "::2",
                "fe80::1",
                "[::1",
                "pi.local"
            })
    void anyOtherHostIsNot(String host) {
        assertThat(Address.isLoopback(host)).isFalse();
    }
}
