package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BackgroundPrepareTest {

    @Test
    void aSmallPiIsLeftAlone() {
        assertThat(BackgroundPrepare.tooLittleMemory(meminfo(449 * 1024 + 1023), "bin/pi-routes"))
                .hasValue("archive  of classes not made: that takes 450 MB of memory, and 449 MB are available;"
                        + " make it when nothing else runs: bin/pi-routes prepare");
    }

    @Test
    void enoughIsEnough() {
        assertThat(BackgroundPrepare.tooLittleMemory(meminfo(450 * 1024), "bin/pi-routes"))
                .isEmpty();
    }

    @Test
    void aSystemThatDoesNotSayIsNoReason() {
        assertThat(BackgroundPrepare.tooLittleMemory("", "bin/pi-routes")).isEmpty();
    }

    private static String meminfo(int availableKb) {
        return "MemTotal:         470000 kB\nMemFree:           20000 kB\nMemAvailable:     " + availableKb
                + " kB\nBuffers:           11111 kB\n";
    }
}
