package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.verify.VerifyOptions;
import dev.piroutes.verify.VerifyOptions.Option;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts by their names. */
class LabContractsTest {

    @ParameterizedTest
    @ValueSource(strings = {"device-a", "device-b", "src/main/resources/contracts/device-a.yaml"})
    void shippedOnesAndFiles(String name) throws Exception {
        assertThat(VerifyOptions.of(Map.of(Option.ROOT, "a,b")).contracts(LabContracts.source(name)))
                .extracting("root")
                .containsExactly("a", "b");
    }

    @Test
    void anUnknownNameIsExplained() {
        assertThatThrownBy(() -> LabContracts.source("device-c"))
                .hasMessageStartingWith("there is no contract \"device-c\"; did you mean device-");
    }
}
