package dev.piroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/pi-routes} with a Java that only says that it was started. */
@Timeout(60)
class LauncherTest {

    @TempDir
    Path folder;

    private int code;

    private String start(String version) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho started \"$@\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("release"), version);
        ProcessBuilder launcher =
                new ProcessBuilder("sh", "src/main/dist/bin/pi-routes", "--help").redirectErrorStream(true);
        launcher.environment().put("JAVA_HOME", folder.toString());
        launcher.environment().put("PI_ROUTES_CACHE", folder.toString());
        Process process = launcher.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        code = process.exitValue();
        return output;
    }

    @ParameterizedTest
    @CsvSource({"JAVA_VERSION=\"11.0.2\"", "JAVA_VERSION=\"1.8.0_392\""})
    void aJavaThatIsTooOldIsNotStarted(String version) throws Exception {
        assertThat(start(version))
                .startsWith("pi-routes: the Java at \"" + folder)
                .contains("is too old: install a JRE 17 or later")
                .hasLineCount(1);
        assertThat(code).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"JAVA_VERSION=\"17.0.15\"", "JAVA_VERSION=\"25\"", "nothing of the kind"})
    void anyOtherIs(String version) throws Exception {
        assertThat(start(version)).startsWith("started @").contains("pi-routes.jar --help");
        assertThat(code).isZero();
    }

    @Test
    void oneThatIsNotThereIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        ProcessBuilder launcher = new ProcessBuilder("sh", "src/main/dist/bin/pi-routes").redirectErrorStream(true);
        launcher.environment().put("JAVA_HOME", folder.toString());
        Process process = launcher.start();
        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8))
                .contains("there is no Java at \"" + folder);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
}
