package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapHintTest {

    private static final long HEAP = 6010L << 20;
    private static final Path HERE = Path.of("/home/pi/pi-routes");
    private static final Path JAR = HERE.resolve("target/pi-routes.jar");
    private static final Path LAUNCHER = HERE.resolve("target/bin/pi-routes");
    private static final Path OPTIONS = HERE.resolve("target/jvm.options");

    @Test
    void whoStartsTheJarByItselfIsToldOfTheLauncher() {
        assertThat(HeapHint.line(List.of("-Dx=y"), HEAP, new Installation(JAR, LAUNCHER, OPTIONS), HERE))
                .hasValue(
                        "memory   the heap may grow to 6,010 MB, as Java chose; target/bin/pi-routes limits it to 48 MB"
                                + " and starts in half the time");
    }

    @Test
    void whereTheLauncherCannotBeStartedItIsTheOptions() {
        assertThat(HeapHint.line(List.of(), HEAP, new Installation(JAR, null, OPTIONS), HERE))
                .hasValue("memory   the heap may grow to 6,010 MB, as Java chose;"
                        + " java @target/jvm.options -jar target/pi-routes.jar limits it to 48 MB");
    }

    @Test
    void aJarByItselfLeavesAnOptionOfJava() {
        assertThat(HeapHint.line(List.of(), HEAP, new Installation(JAR, null, null), HERE))
                .hasValue("memory   the heap may grow to 6,010 MB, as Java chose; -Xmx48m is enough for the lab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx1g", "-XX:MaxHeapSize=1g", "-XX:MaxRAMPercentage=10", "-XX:MaxRAM=512m"})
    void whoHasChosenGetsNoLine(String option) {
        assertThat(HeapHint.line(List.of(option), HEAP, new Installation(JAR, LAUNCHER, OPTIONS), HERE))
                .isEmpty();
    }

    @Test
    void theFigureIsThePackages() throws IOException {
        assertThat(Files.readAllLines(Path.of("src/main/dist/jvm.options")))
                .contains("-Xmx" + HeapHint.PACKAGED_MB + "m");
    }
}
