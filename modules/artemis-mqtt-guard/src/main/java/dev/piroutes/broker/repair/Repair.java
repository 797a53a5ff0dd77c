package dev.piroutes.broker.repair;

import dev.piroutes.broker.repair.JournalFile.Readable;
import dev.piroutes.files.SetAside;
import dev.piroutes.words.Count;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that a broker can start with whatever its data folder has become. Artemis ends its start at one damaged file, or
 * passes over what it cannot read and says nothing. Here what is damaged is set aside, with one line for each file, and what
 * is whole of it takes its place.
 */
public final class Repair {
    private static final Logger LOG = LoggerFactory.getLogger(Repair.class);
    private static final String JOURNAL = ".amq";
    private static final String ADDRESS = "address.txt";
    private static final String SALVAGED = ".salvaged";
    private static final Pattern PAGE = Pattern.compile("\\d{9}\\.page");
    private static final String LOCKS = "server\\.lock|serverlock\\.\\d+";

    /** Bytes: empty, or a state and the node's id. */
    private static final Set<Long> LOCK_SIZES = Set.of(0L, 19L);

    private final Configuration configuration;
    private final Path data;

    /** @param data the broker's folder, where pages are set aside: Artemis deletes the folder that they are in */
    public Repair(Configuration configuration, Path data) {
        this.configuration = configuration;
        this.data = data;
    }

    /** Before every start: looks at the form of everything. @throws IOException if what is whole cannot be written */
    public void beforeStart() throws IOException {
        for (File folder : List.of(
                configuration.getJournalLocation(),
                configuration.getBindingsLocation(),
                configuration.getPagingLocation(),
                configuration.getLargeMessagesLocation())) {
            requireFolder(folder.toPath());
        }
        locks();
        repair(Readable.ANY);
        pages();
    }

    /** After a start that failed over what it read: looks at the content of every record. */
    public void afterFailure() throws IOException {
        repair(Content::isReadable);
    }

    /** If nothing else helps: the broker begins anew, and everything that was is kept for a person. */
    public void giveUp(Throwable why) throws IOException {
        for (File folder : List.of(
                configuration.getJournalLocation(),
                configuration.getBindingsLocation(),
                configuration.getPagingLocation())) {
            if (folder.exists()) {
                Path aside = SetAside.move(folder.toPath());
                LOG.error(
                        "broker   {} cannot be read ({}): set aside as {}; sessions, retained and waiting messages are lost",
                        folder,
                        why,
                        aside.getFileName());
            }
        }
    }

    private void repair(Readable content) throws IOException {
        Journal messages =
                new Journal(configuration.getJournalLocation().toPath(), JOURNAL, configuration.getJournalFileSize());
        List<Damaged> ofJournal = messages.repair(content);
        List<Damaged> ofBindings =
                new Bindings(configuration.getBindingsLocation().toPath()).repair(messages, content);
        Stream.concat(ofBindings.stream(), ofJournal.stream()).forEach(Repair::report);
    }

    private static void report(Damaged damaged) {
        LOG.error(
                "broker   {} is damaged ({}): set aside as {}; {}. Delete that file when you have looked at it",
                damaged.file(),
                damaged.what(),
                damaged.aside().getFileName(),
                damaged.kept() == 0
                        ? "nothing in it could be read"
                        : Count.of(damaged.kept(), "record") + " in it could be read and kept, others are lost");
    }

    private static void requireFolder(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(folder)) {
            Path aside = SetAside.move(folder);
            LOG.error("broker   {} is not a folder: set aside as {}", folder, aside.getFileName());
        }
    }

    /** Artemis's own locks: who it is, and nothing else. */
    private void locks() throws IOException {
        Path journal = configuration.getJournalLocation().toPath();
        if (!Files.isDirectory(journal)) {
            return;
        }
        try (Stream<Path> files = Files.list(journal)) {
            for (Path lock :
                    files.filter(f -> f.getFileName().toString().matches(LOCKS)).toList()) {
                if (Files.isRegularFile(lock) && !LOCK_SIZES.contains(Files.size(lock))) {
                    setAside(lock);
                } else {
                    requireFile(lock);
                }
            }
        }
        requireFile(configuration.getBindingsLocation().toPath().resolve(Bindings.COPY));
    }

    /** Sets aside what is in the place of a file that is made anew. */
    public static void requireFile(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
            setAside(file);
        }
    }

    /** Sets aside what is not what it has to be, and holds nothing that could be lost. */
    public static void setAside(Path file) throws IOException {
        Path aside = SetAside.move(file);
        LOG.error("broker   {} is damaged: set aside as {}; nothing is lost", file, aside.getFileName());
    }

    private void pages() throws IOException {
        LargeFiles large =
                new LargeFiles(configuration.getLargeMessagesLocation().toPath(), data);
        large.findUnreadable();
        pages(configuration.getPagingLocation().toPath(), large);
        large.setDamagedAside();
    }

    private void pages(Path paging, LargeFiles large) throws IOException {
        if (!Files.isDirectory(paging)) {
            return;
        }
        try (Stream<Path> folders = Files.list(paging)) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                pagesOf(folder, large);
            }
        }
    }

    private void pagesOf(Path folder, LargeFiles large) throws IOException {
        List<Path> pages;
        try (Stream<Path> files = Files.list(folder)) {
            pages = files.filter(f -> PAGE.matcher(f.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
        if (pages.isEmpty()) {
            return;
        }
        address(folder, pages, large);
        Path newest = pages.get(pages.size() - 1);
        for (Path page : pages) {
            PageFile file = PageFile.read(page, page.equals(newest), large);
            String damage = file.damage();
            if (damage != null) {
                Path salvaged = page.resolveSibling(page.getFileName() + SALVAGED);
                file.salvage(salvaged);
                Path aside = SetAside.replace(page, salvaged, data);
                report(new Damaged(page, damage, aside, file.messages()));
            } else if (file.isEmpty() && pages.size() > 1) {
                file.salvage(page);
                LOG.warn(
                        "broker   {} is empty: the broker was killed just after it had begun this page, or the disk has lost the"
                                + " messages in it",
                        page);
            }
        }
    }

    /** Whose messages these are: without it Artemis passes over the folder. */
    private void address(Path folder, List<Path> pages, LargeFiles large) throws IOException {
        Path file = folder.resolve(ADDRESS);
        String written = text(file);
        String address = pages.stream()
                .map(page -> PageFile.read(page, true, large).address())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        if (!written.isEmpty() && (address == null || address.equals(written))) {
            return;
        }
        Path aside = Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? SetAside.move(file, data) : null;
        if (address == null) {
            Path lost = SetAside.move(folder, data);
            LOG.error(
                    "broker   {} is damaged: set aside as {}; the messages in it are lost", folder, lost.getFileName());
            return;
        }
        Files.writeString(file, address + "\n");
        SyncedFile.sync(file);
        LOG.error(
                "broker   {} is damaged: {}written again from the messages beside it; nothing is lost",
                file,
                aside == null ? "" : "set aside as " + aside.getFileName() + ", and ");
    }

    /** What is in it, or nothing if that is no text. */
    private static String text(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.chars().noneMatch(Character::isISOControl) ? text : "";
        } catch (IOException e) {
            return "";
        }
    }
}
