package dev.piroutes.add;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An artifact with what it needs and the program has not: a folder in the folder of jars, which is there as a whole or not at
 * all.
 */
public final class Addition {

    /** {@code camel-kafka-4.17.0.jar}, or without the ending. */
    private static final Pattern NAME = Pattern.compile("(.+?)-\\d.*");

    /** What begins so is not there yet, or not any more. */
    private static final String HIDDEN = ".add-";

    /** Whoever has it locked is the one that changes the folder; the operating system releases it, however that one ends. */
    private static final String LOCK = ".lock";

    private final Resolved main;
    private final List<Resolved> jars;

    private Addition(Resolved main, List<Resolved> jars) {
        this.main = main;
        this.jars = jars;
    }

    /**
     * @param found the artifact, and what it needs
     * @param box the folder of the program's jars
     */
    public static Addition of(List<Resolved> found, Path box) throws IOException {
        Set<String> present = artifacts(box);
        return new Addition(
                found.get(0),
                found.stream()
                        .filter(jar -> jar.file().toString().endsWith(".jar"))
                        .filter(jar -> !present.contains(jar.artifact()))
                        .toList());
    }

    private static Set<String> artifacts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .collect(Collectors.toSet());
        }
    }

    /** Whether the program has all of it. */
    public boolean isEmpty() {
        return jars.isEmpty();
    }

    /** The name of its folder: {@code camel-kafka-4.17.0}. */
    public String name() {
        return main.artifact() + "-" + main.version();
    }

    /** What it takes, a line each. */
    public List<String> jars() {
        return jars.stream().map(jar -> jar.artifact() + " " + jar.version()).toList();
    }

    /** In MB, with one decimal. */
    public double megabytes() {
        return Math.round(jars.stream().mapToLong(Resolved::size).sum() / 100_000.0) / 10.0;
    }

    /**
     * Puts it there, in the place of another version, one process at a time.
     *
     * @param folder made if it is not there
     * @param waits told once, if another process is at it
     * @return false if it is there already
     */
    public boolean into(Path folder, Runnable waits) throws IOException {
        Files.createDirectories(folder);
        try (FileChannel lock =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (lock.tryLock() == null) {
                waits.run();
                lock.lock();
            }
            deleteAll(folder, path -> path.startsWith(HIDDEN));
            if (Files.exists(folder.resolve(name()))) {
                return false;
            }
            put(folder);
            return true;
        }
    }

    private void put(Path folder) throws IOException {
        Path staged = Files.createDirectory(folder.resolve(HIDDEN + name()));
        for (Resolved jar : jars) {
            Path copy = staged.resolve(jar.file().getFileName());
            Files.copy(jar.file(), copy);
            try (FileChannel written = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                written.force(true);
            }
        }
        Files.move(staged, folder.resolve(name()), StandardCopyOption.ATOMIC_MOVE);
        deleteAll(folder, this::isOtherVersion);
    }

    private boolean isOtherVersion(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() && matcher.group(1).equals(main.artifact()) && !name.equals(name());
    }

    private static void deleteAll(Path folder, java.util.function.Predicate<String> which) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path path : found) {
                if (which.test(path.getFileName().toString())) {
                    delete(path);
                }
            }
        }
    }

    /** First out of sight, so that no half of it is used. */
    private static void delete(Path folder) throws IOException {
        Path hidden = folder.resolveSibling(HIDDEN + "gone-" + folder.getFileName());
        Files.move(folder, hidden, StandardCopyOption.ATOMIC_MOVE);
        try (Stream<Path> files = Files.walk(hidden)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
