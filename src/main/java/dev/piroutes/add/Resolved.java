package dev.piroutes.add;

import dev.piroutes.net.Url;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An artifact that was found in a repository.
 *
 * @param file where it is now
 */
public record Resolved(String group, String artifact, String version, Path file) {

    /** Exit codes of {@link Resolve}. */
    static final int FAULT = 1;

    static final int NOT_FOUND = 3;
    static final int NOT_REACHED = 4;

    /** Enough for the poms of a component with a hundred of them, whatever the program's own heap is. */
    private static final String HEAP = "-Xmx256m";

    /**
     * Finds an artifact and all that it needs; it comes first.
     *
     * @param jar the program, with {@code lib/add} beside it
     * @param options of the JVM, properties above all
     * @param repositories their URLs, beside Maven Central
     * @throws AddException if it is in no repository, or none can be reached
     */
    public static List<Resolved> find(String artifact, Path jar, List<String> options, List<String> repositories)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add(HEAP);
        command.addAll(List.of(
                "-cp",
                jar + java.io.File.pathSeparator + jar.resolveSibling("lib").resolve("add") + "/*",
                Resolve.class.getName(),
                artifact));
        Path words = Files.createTempFile("add", ".log");
        try {
            Process process =
                    new ProcessBuilder(command).redirectError(words.toFile()).start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(String.join("\n", repositories).getBytes(StandardCharsets.UTF_8));
            }
            String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new AddException(AddException.Kind.of(code), Url.withoutUser(lastLine(words)));
            }
            return found.lines().map(Resolved::read).toList();
        } finally {
            Files.delete(words);
        }
    }

    private static Resolved read(String line) {
        String[] words = line.split("\t");
        return new Resolved(words[0], words[1], words[2], Path.of(words[3]));
    }

    private static String lastLine(Path words) throws IOException {
        List<String> lines = Files.readAllLines(words);
        return lines.isEmpty() ? "it ended without a word" : lines.get(lines.size() - 1);
    }

    long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
