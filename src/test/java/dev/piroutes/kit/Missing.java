package dev.piroutes.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
