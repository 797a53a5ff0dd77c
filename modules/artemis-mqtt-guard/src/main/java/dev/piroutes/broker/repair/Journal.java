package dev.piroutes.broker.repair;

import dev.piroutes.broker.repair.JournalFile.Readable;
import dev.piroutes.files.SetAside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of Artemis's journals: a folder of files, each of which is good or damaged by itself. */
final class Journal {
    private static final String SALVAGED = ".salvaged";

    private final Path folder;
    private final String extension;
    private final int fileSize;

    /** @param fileSize in bytes, of a new file */
    Journal(Path folder, String extension, int fileSize) {
        this.folder = folder;
        this.extension = extension;
        this.fileSize = fileSize;
    }

    /** Its files; none if there is no such folder yet. */
    List<JournalFile> files(Readable content) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(extension))
                    .sorted()
                    .map(file -> JournalFile.read(file, content))
                    .toList();
        }
    }

    /**
     * Puts what is whole in the place of what is damaged.
     *
     * @return what was set aside
     */
    List<Damaged> repair(Readable content) throws IOException {
        finish();
        List<JournalFile> files = files(content);
        List<JournalFile> damaged =
                files.stream().filter(file -> file.damage() != null).toList();
        if (damaged.isEmpty()) {
            return List.of();
        }
        Set<Integer> taken = files.stream().map(JournalFile::fileId).collect(Collectors.toSet());
        // Files are used again in the order of their numbers: what is older than what was overwritten
        // elsewhere is gone.
        int overwritten = files.stream()
                .filter(file -> file.fileId() > 0)
                .flatMap(file -> file.fileIds().stream().filter(number -> number != file.fileId()))
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        List<Damaged> repaired = new java.util.ArrayList<>();
        for (JournalFile file : damaged) {
            int number = file.fileId() > 0
                    ? file.fileId()
                    : file.fileIds().stream()
                            .filter(found -> found > overwritten && !taken.contains(found))
                            .mapToInt(Integer::intValue)
                            .max()
                            .orElse(0);
            repaired.add(repair(file, number, content));
        }
        return repaired;
    }

    private Damaged repair(JournalFile file, int number, Readable content) throws IOException {
        Path salvaged = file.path().resolveSibling(file.path().getFileName() + SALVAGED);
        int records = number == 0 ? 0 : file.salvage(salvaged, number, fileSize, content);
        if (records == 0) {
            Files.deleteIfExists(salvaged);
        }
        Path aside = SetAside.replace(file.path(), salvaged, folder);
        return new Damaged(file.path(), String.valueOf(file.damage()), aside, records);
    }

    /** What a crash left half done. */
    private void finish() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path salvaged :
                    files.filter(f -> f.toString().endsWith(SALVAGED)).toList()) {
                String name = salvaged.getFileName().toString();
                Path file = salvaged.resolveSibling(name.substring(0, name.length() - SALVAGED.length()));
                SetAside.finish(file, salvaged);
                Files.deleteIfExists(salvaged);
            }
        }
    }
}
