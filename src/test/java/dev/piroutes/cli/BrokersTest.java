package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static String host(Map<String, String> line) {
        return Brokers.host(new Settings(line, Map.of(), null, List.of()));
    }
}
