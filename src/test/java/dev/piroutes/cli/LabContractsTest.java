package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.verify.Contracts;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contracts by their names. */
class LabContractsTest {

    @ParameterizedTest
    @ValueSource(strings = {"device-a", "device-b", "src/main/resources/contracts/device-a.yaml"})
    void shippedOnesAndFiles(String name) throws Exception {
        assertThat(Contracts.of(LabContracts.source(name), List.of("a", "b")))
                .extracting("root")
                .containsExactly("a", "b");
    }

    @Test
    void anUnknownNameIsExplained() {
        assertThatThrownBy(() -> LabContracts.source("device-c"))
                .hasMessageStartingWith("there is no contract \"device-c\"; did you mean device-");
    }
}
