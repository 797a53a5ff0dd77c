package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

class I2cRelaysExampleTest extends DeviceTest {

    I2cRelaysExampleTest() {
        super("src/main/resources/examples/i2c-relays.camel.yaml");
    }

    @Test
    void switchesRelaysByTheirBits() {
        send("csc2106/relays/cmd", "0x05");

        expect("csc2106/relays/ack", "0x05", 1, false);
        assertThat(chips().get(1, 0x11, 0x10)).isEqualTo(5);
    }

    @Test
    void leavesThemAloneOtherwise() {
        send("csc2106/relays/cmd", "0x0f");
        expect("csc2106/relays/ack", "0x0f");

        send("csc2106/relays/cmd", "0x10");
        send("csc2106/relays/cmd", "ON");

        expectNothingElse();
        assertThat(chips().get(1, 0x11, 0x10)).isEqualTo(15);
    }
}
