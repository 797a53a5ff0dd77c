package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.systemd.ServiceManager;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program without memory ends, whatever thread meets the error first, and its outputs become safe. */
@Timeout(60)
class OutOfMemoryIT {
    /** The JVM's own exit code for it, and that of ShutdownHook. */
    private static final int ENDED = 3;

    @TempDir
    Path folder;

    /** Fills the heap: with {@code caught}, where somebody catches all errors, as thread pools do. */
    public static void main(String[] args) throws InterruptedException {
        ShutdownHook.on(
                new ShutdownHook.Stoppable() {
                    @Override
                    public void makeSafe() {
                        System.out.println("outputs are safe");
                    }

                    @Override
                    public void stop() {}
                },
                ServiceManager.here());
        new Thread(() -> fill(List.of(args).contains("caught"))).start();
        new CountDownLatch(1).await();
    }

    private static void fill(boolean caught) {
        List<byte[]> heap = new ArrayList<>();
        try {
            while (true) {
                heap.add(new byte[100_000]);
            }
        } catch (OutOfMemoryError e) {
            heap.clear();
            if (!caught) {
                throw e;
            }
        }
    }

    private Process start(List<String> options, String how) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), OutOfMemoryIT.class.getName(), how));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
    }

    private String output() throws Exception {
        return Files.readString(folder.resolve("out"), StandardCharsets.UTF_8);
    }

    @Test
    void withTheOptionsOfThePackagesAlsoIfSomebodyCatchesTheError() throws Exception {
        Process process = start(List.of("@src/main/dist/jvm.options"), "caught");
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ENDED);
            // The service's own step after that: every end but an orderly one makes the outputs safe.
            assertThat(Files.readString(Path.of("src/main/dist/systemd/pi-routes.service")))
                    .contains("exited:[012]|exited:143) ;; *) exec /usr/bin/pi-routes safe ;;")
                    .contains("Restart=always")
                    .contains("RestartPreventExitStatus=2\n");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void withoutAnyOptionIfAThreadEndsOfIt() throws Exception {
        Process process = start(List.of("-Xmx48m"), "uncaught");
        try {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ENDED);
            assertThat(output())
                    .contains("outputs are safe")
                    .contains("pi-routes: out of memory in Thread-")
                    .doesNotContain("\tat ");
        } finally {
            process.destroyForcibly();
        }
    }
}
