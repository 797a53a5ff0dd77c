package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code src/build}: what is seen of Maven's thousand lines. Maven is a script here that writes them as Maven does. */
@Timeout(120)
@Tag("full")
class BuildIT {

    private static final Duration SILENCE = Duration.ofSeconds(10);

    @TempDir
    Path project;

    @BeforeEach
    void copy() throws IOException {
        Files.createDirectory(project.resolve("src"));
        Files.copy(Path.of("src/build"), project.resolve("src/build"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    @Test
    void isNeverSilentForLongAndSaysWhatIsDone() throws Exception {
        maven(
                """
                i=0
                while [ $i -lt 500 ]; do
                  echo "[INFO] Downloading from central: https://repo.example/a$i.jar"
                  echo "[INFO] Downloaded from central: https://repo.example/a$i.jar (200 kB at 1.1 MB/s)"
                  i=$((i + 1))
                done
                sleep 12
                echo "[INFO] --- compiler:3.14.0:compile (default-compile) @ pi-routes ---"
                echo "[INFO] Compiling 263 source files"
                sleep 6
                """);

        Build build = build("-o");

        assertThat(build.code()).isZero();
        assertThat(build.longestSilence()).isLessThan(SILENCE);
        assertThat(build.lines())
                .hasSizeLessThan(10)
                .anyMatch(line -> line.matches(" +\\d+ s  loading plugins and libraries: 500 files, 100 MB"))
                .anyMatch(line -> line.matches(" +\\d+ s  compiling"))
                .last()
                .asString()
                .matches("built in \\d+ s: target/bin/pi-routes");
        assertThat(Files.readString(project.resolve("arguments"))).contains(" package -o\n");
        assertThat(Files.readString(project.resolve("target/build.log"))).hasLineCount(1002);
    }

    @Test
    void whatFailsIsSaidInMavensWordsWithItsExitCode() throws Exception {
        maven(
                """
                echo "[INFO] --- compiler:3.14.0:compile (default-compile) @ pi-routes ---"
                echo "[ERROR] COMPILATION ERROR : "
                echo "[ERROR] /src/Led.java:[7,3] cannot find symbol"
                echo "[ERROR] "
                echo "[ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch."
                echo "[ERROR] Re-run Maven using the -X switch to enable full debug logging."
                echo "[ERROR] [Help 1] http://cwiki.apache.org/"
                exit 7
                """);

        Build build = build();

        assertThat(build.code()).isEqualTo(7);
        assertThat(build.lines().subList(1, build.lines().size()))
                .containsExactly(
                        "build: Maven failed; the whole log is target/build.log:",
                        "  COMPILATION ERROR : ",
                        "  /src/Led.java:[7,3] cannot find symbol");
    }

    @Test
    void whatFailsBeforeMavenIsSaidToo() throws Exception {
        maven(
                """
                echo "curl: (6) Could not resolve host: repo.maven.apache.org" >&2
                exit 1
                """);

        Build build = build();

        assertThat(build.code()).isEqualTo(1);
        assertThat(build.lines()).contains("curl: (6) Could not resolve host: repo.maven.apache.org");
    }

    private void maven(String script) throws IOException {
        Path mvnw = Files.writeString(
                project.resolve("mvnw"), "#!/bin/sh\necho \" $*\" >\"$(dirname \"$0\")/arguments\"\n" + script);
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
    }

    private record Build(int code, List<String> lines, Duration longestSilence) {}

    private Build build(String... options) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(project.resolve("src/build").toString()));
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        long last = System.nanoTime();
        Process process = builder.start();
        List<String> lines = new ArrayList<>();
        long longest = 0;
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.add(line);
                longest = Math.max(longest, System.nanoTime() - last);
                last = System.nanoTime();
            }
        }
        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
        return new Build(process.exitValue(), lines, Duration.ofNanos(longest));
    }
}
