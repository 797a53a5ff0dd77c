package dev.piroutes.cli;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** A password of one's own, from a file or what is typed: what stands on a command line, everybody on the machine can read. */
final class PasswordFile {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 200;

    private PasswordFile() {}

    /**
     * The first line.
     *
     * @param name of the file, or {@code -} for the stream
     * @throws UsageException if there is none that will do
     */
    static String read(String name, InputStream typed) {
        String line;
        try {
            line = name.equals("-")
                    ? new BufferedReader(new InputStreamReader(typed, StandardCharsets.UTF_8)).readLine()
                    : TextFile.read(Path.of(name)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UsageException("--password-file " + name + " cannot be read: " + Reason.of(e));
        }
        String password = Objects.requireNonNullElse(line, "");
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST || password.chars().anyMatch(Character::isISOControl)) {
            throw new UsageException("--password-file " + name + ": a password has " + SHORTEST + " to " + LONGEST
                    + " characters, in the first line, and no control characters");
        }
        return password;
    }
}
