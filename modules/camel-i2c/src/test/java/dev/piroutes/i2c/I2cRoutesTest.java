package dev.piroutes.i2c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.files.Reason;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class I2cRoutesTest {
    private final CamelContext context = new DefaultCamelContext();
    private final VirtualI2c buses = new VirtualI2c();

    @BeforeEach
    void start() {
        context.getRegistry().bind("buses", buses);
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Object send(String uri, Object body) {
        return context.createProducerTemplate().requestBody(uri, body);
    }

    @Test
    void aRouteInYamlWritesAndReads() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(
                        ResourceHelper.fromString(
                                "chip.camel.yaml",
                                """
                - route:
                    from:
                      uri: direct:switch
                      steps:
                        - to: {uri: "i2c:1/0x11", parameters: {register: 0x10}}
                - route:
                    from:
                      uri: direct:measure
                      steps:
                        - to: {uri: "i2c:1/0x20", parameters: {register: 0, read: 2, format: unsigned}}
                """));

        send("direct:switch", "0x0f".getBytes(StandardCharsets.US_ASCII)); // as MQTT has it
        assertThat(buses.get(1, 0x11, 0x10)).isEqualTo(0x0f);
        buses.set(1, 0x20, 0, 0x01, 0x2c);
        assertThat(send("direct:measure", "whatever")).isEqualTo("300");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hex | 2 | 0xff 0x38",
                "unsigned | 2 | 65336",
                "signed | 2 | -200",
                "signed | 1 | -1",
                "unsigned | 1 | 255",
                "signed&littleEndian=true | 2 | 14591",
                "signed&scale=0.0625 | 2 | -12.5",
                "signed&offset=200&scale=0.1 | 2 | 0",
                "unsigned | 4 | 4281860096",
                "signed | 4 | -13107200",
            })
    void bytesBecomeWhatTheRouteWants(String format, int read, String body) {
        buses.set(1, 0x20, 4, 0xff, 0x38, 0, 0);

        assertThat(send("i2c:1/0x20?register=4&read=" + read + "&format=" + format, null))
                .isEqualTo(body);
    }

    @Test
    void bytesAreBytes() {
        send("i2c:0/32?format=bytes", new byte[] {5, 6, 7});

        assertThat(send("i2c:0/0x20?write=0x05&read=2&format=bytes", null)).isEqualTo(new byte[] {6, 7});
        assertThat(send("i2c:0/0x20?write=0x09 0x01,2", "not this")).isEqualTo("not this");
        assertThat(buses.get(0, 0x20, 9)).isEqualTo(1);
        assertThat(buses.get(0, 0x20, 10)).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i2c:0x11 | i2c:0x11: write bus and address, such as i2c:1/0x11",
                "i2c:1/0x80 | i2c:1/0x80: addresses are 0x03 to 0x77",
                "i2c:1/2 | i2c:1/2: addresses are 0x03 to 0x77",
                "i2c:1/0x11?register=256 | i2c:1/0x11: register must be 0 to 255, such as 0x10, but was 256",
                "i2c:1/0x11?register=ten | i2c:1/0x11: register must be 0 to 255, such as 0x10, but was ten",
                "i2c:1/0x11?read=257 | i2c:1/0x11: read must be 0 to 256, but was 257",
                "i2c:1/0x11?format=signed | i2c:1/0x11: a number has 1 to 4 bytes: read must be 1 to 4, but was 0",
                "i2c:1/0x11?write=ON | i2c:1/0x11: write: bytes are written 0x10 0x0f, but this was \"ON\"",
            })
    void refusesInOneLine(String uri, String message) {
        assertThatThrownBy(() -> context.getEndpoint(uri))
                .satisfies(e -> assertThat(Reason.of(Reason.root(e))).isEqualTo(message));
    }

    @Test
    void aBodyThatIsNoBytesFailsThatStep() {
        assertThatThrownBy(() -> send("i2c:1/0x11", "press"))
                .rootCause()
                .hasMessage("bytes are written 0x10 0x0f, but this was \"press\"");
    }

    /** Of this machine: nowhere is there a bus 99. */
    @Test
    void aBusThatIsNotThereIsSaid() {
        try (KernelI2c kernel = new KernelI2c()) {
            assertThatThrownBy(() -> kernel.transfer(99, 0x20, new byte[] {1}, 0))
                    .isInstanceOf(I2cException.class)
                    .hasMessage("i2c:99/0x20: there is no /dev/i2c-99: dtparam=i2c_arm=on in /boot/firmware/config.txt"
                            + " switches I2C on");
        }
    }
}
