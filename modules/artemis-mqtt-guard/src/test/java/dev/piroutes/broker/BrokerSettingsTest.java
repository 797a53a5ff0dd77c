package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerSettingsTest {
    private static final Path DATA = Path.of("data");

    @ParameterizedTest
    @ValueSource(ints = {0, 1883, 65_535})
    void takesEveryPort(int port) {
        assertThatCode(() -> new BrokerSettings("127.0.0.1", port, null, DATA)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65_536})
    void refusesWhatIsNoPort(int port) {
        assertThatThrownBy(() -> new BrokerSettings("127.0.0.1", port, null, DATA))
                .isInstanceOf(BrokerException.class)
                .hasMessage("broker.port must be between 0 and 65535, but was " + port);
    }

    @Test
    void refusesAnEmptyHost() {
        assertThatThrownBy(() -> new BrokerSettings(" ", 1883, null, DATA))
                .isInstanceOf(BrokerException.class)
                .hasMessage("broker.host must not be empty");
    }
}
