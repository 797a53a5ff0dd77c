package dev.piroutes.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** What a test needs and this machine does not have: said loudly where it is missed, and once more at the end of the build. */
public final class Missing {
    /** A file for each, which the build prints. */
    private static final Path FOLDER = Path.of("target", "not-tested");

    private Missing() {}

    /**
     * Skips the calling test.
     *
     * @param untested what nobody knows now
     * @param needed what is missing, and how to have it
     */
    public static void skip(String untested, String needed) {
        leaveOut(untested, needed);
        Assumptions.abort("not tested: " + untested + "; missing: " + needed);
    }

    /** The same for a part of a test, the rest of which goes on. */
    public static void leaveOut(String untested, String needed) {
        String line = "NOT TESTED: " + untested + ". Missing: " + needed;
        System.err.println("\n*** " + line + " ***\n");
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(untested.replaceAll("\\W+", "-") + ".txt"), line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty if the command ends well in the folder; else what is missing then. */
    public static Optional<String> unlessRuns(String what, Duration limit, Path folder, String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.of(what);
            }
            return process.exitValue() == 0 ? Optional.empty() : Optional.of(what);
        } catch (IOException e) {
            return Optional.of(what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(what);
        }
    }
}
