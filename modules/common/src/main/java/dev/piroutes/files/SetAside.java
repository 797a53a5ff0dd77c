package dev.piroutes.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A damaged file of state is moved beside its place, under a name with the date, such as {@code
 * PicoA.mv.damaged-2026-11-28T20-24-00Z}. That file is the record that something was lost: for as long as it is there,
 * {@code status} and health show it. Whoever has looked deletes it or moves it elsewhere.
 */
public final class SetAside {
    private static final String MARK = ".damaged-";
    /** Folder, its parts, and the parts of these: the broker's pages are as deep as that. */
    private static final int DEPTH = 4;

    private SetAside() {}

    /**
     * Moves a file, or a folder that is in its place, aside.
     *
     * @return where it is now
     * @throws IOException if it cannot be moved; then it is where it was
     */
    public static Path move(Path file) throws IOException {
        return move(file, file.toAbsolutePath().getParent());
    }

    /** The same, into a folder of the same file system. */
    public static Path move(Path file, Path folder) throws IOException {
        Path aside = free(folder, file.getFileName() + MARK + now());
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
        return aside;
    }

    /**
     * Moves a file aside and puts another in its place. In a crash between the two, {@link #finish} does the second.
     *
     * @param replacement written and synced, in the same folder
     */
    public static Path replace(Path file, Path replacement, Path folder) throws IOException {
        Path aside = move(file, folder);
        finish(file, replacement);
        return aside;
    }

    /** Puts the replacement in place of a file that was moved aside, if that is what is left to do. */
    public static void finish(Path file, Path replacement) throws IOException {
        if (Files.exists(replacement) && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE);
            sync(file.toAbsolutePath().getParent());
        }
    }

    /** What is set aside in these folders, absolute and sorted. Folders that are not there have nothing. */
    public static List<Path> in(Collection<Path> folders) {
        TreeSet<Path> found = new TreeSet<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder.toAbsolutePath().normalize(), DEPTH)) {
                files.filter(SetAside::isSetAside).forEach(found::add);
            } catch (IOException | UncheckedIOException e) {
                // Not there (yet), or gone while it was read: the next look finds what is left.
                continue;
            }
        }
        // What is inside of a folder that was set aside is not counted again.
        return found.stream()
                .filter(Predicate.not(file -> isSetAside(file.getParent())))
                .toList();
    }

    /** What was set aside of one file, sorted. */
    public static List<Path> of(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(whole.getParent())) {
            return files.filter(f -> f.getFileName().toString().startsWith(whole.getFileName() + MARK))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /** Whether its name is that of a file that was set aside. */
    public static boolean isSetAside(Path file) {
        Path name = file.getFileName();
        return name != null && name.toString().contains(MARK);
    }

    private static Path free(Path folder, String name) {
        Path free = folder.resolve(name);
        for (int number = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); number++) {
            free = folder.resolve(name + "-" + number);
        }
        return free;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '-');
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
