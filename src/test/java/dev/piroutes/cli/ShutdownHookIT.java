package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.systemd.ServiceManager;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What does not stop in time is left behind, and the exit code is the one that a service goes by. */
@Tag("full")
class ShutdownHookIT {

    /** Ends with a code of its own, while something never stops. */
    public static void main(String[] args) {
        ShutdownHook.on(() -> awaitForever(), ServiceManager.here());
        ShutdownHook.exit(2);
    }

    private static void awaitForever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aFailedStartHasItsExitCodeAlsoIfSomethingDoesNotStop() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShutdownHookIT.class.getName())
                .inheritIO()
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(2);
        } finally {
            process.destroyForcibly();
        }
    }
}
