package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.broker.BrokerException;
import dev.piroutes.broker.pair.PairSettings;
import dev.piroutes.net.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PairsTest {
    private static final Map<String, String> GOOD = Map.of(
            "pair", "backup", "pair.peer", "10.0.0.5", "pair.password", "long enough", "broker.host", "10.0.0.6");

    @Test
    void thereIsNoPairUnlessItIsAskedFor() {
        assertThat(read(Map.of())).isNull();
    }

    @Test
    void takesItsAddressFromTheBrokerAndThePortOfThePeerFromItsOwn() {
        PairSettings pair = pair("pair.port", "7000");
        assertThat(pair.host()).isEqualTo("10.0.0.6");
        assertThat(pair.peer()).isEqualTo(new Address("10.0.0.5", 7000));
        assertThat(pair.toString()).doesNotContain("long enough");
    }

    @Test
    void whatIsMissingOrWrongIsNamed() {
        assertThatThrownBy(() -> pair("pair.peer", "")).hasMessageStartingWith("pair.peer is missing");
        assertThatThrownBy(() -> pair("pair.password", "")).hasMessageStartingWith("pair.password is missing");
        assertThatThrownBy(() -> pair("pair.password", "short"))
                .isInstanceOf(BrokerException.class)
                .hasMessageStartingWith("pair.password must have 8 characters or more");
        assertThatThrownBy(() -> pair("pair", "first"))
                .isInstanceOf(UsageException.class)
                .hasMessage("pair must be primary or backup, but was \"first\"");
        assertThatThrownBy(() -> pair("pair.start", "alon"))
                .hasMessageStartingWith("pair.start must be auto or alone or yield, but was \"alon\"");
        assertThat(pair("pair.peer", "[fd00::5]:7000").peer()).isEqualTo(new Address("fd00::5", 7000));
        assertThatThrownBy(() -> pair("pair.peer", "host:port")).hasMessageStartingWith("pair.peer must be HOST");
        assertThatThrownBy(() -> pair("pair.peer", "10.0.0.6:61616")).hasMessageContaining("is this node itself");
        assertThatThrownBy(() -> pair("broker.host", "0.0.0.0")).hasMessageStartingWith("pair.host is missing");
        assertThatThrownBy(() -> pair("broker.port", "0")).hasMessageStartingWith("broker.port must be");
    }

    private static PairSettings pair(String name, String value) {
        Map<String, String> line = new HashMap<>(GOOD);
        line.put(name, value);
        @Nullable PairSettings pair = read(line);
        assertThat(pair).isNotNull();
        return pair;
    }

    private static @Nullable PairSettings read(Map<String, String> line) {
        Settings settings = new Settings(line, Map.of(), null, List.of());
        return Pairs.settings(settings, BrokerOptions.of(settings));
    }
}
