package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code prepare}: makes the archives of classes with which this Java starts Pi Routes in half the time and shares what it
 * has loaded: {@code bench}, for devices with a broker and a page, and {@code devices}, for devices alone. The program
 * {@code bin/pi-routes} finds them in the same folder. An archive fits one Java and one version of Pi Routes only; any
 * other ignores it, and starts as without.
 *
 * <p>It runs the lab on a virtual board, on ports and in a folder of its own, and notes what is loaded. Java 17 to 23: a
 * class-data-sharing archive, {@code .jsa}. Java 24 and later: an AOT cache, {@code .aot} (JEP 483).
 */
@Command(
        name = "prepare",
        description = "Makes this Java start Pi Routes in half the time: archives of its classes, for bin/pi-routes.",
        mixinStandardHelpOptions = true,
        versionProvider = PiRoutes.Version.class)
final class PrepareCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(PrepareCommand.class);

    /** Of the file beside an archive, by which bin/pi-routes knows that it is whole. */
    private static final String SIZE = ".size";

    /** Exit code: there was no need, or another process is at it. */
    static final int NOTHING_MADE = 3;

    /** What a run that was killed leaves behind begins so. */
    private static final String WORK = "prepare-";

    private static final List<String> NAMES = List.of("bench", "devices");

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the archives; made if it is not there. bin/pi-routes gives it by itself.")
    Path folder = Path.of("");

    @Option(
            names = "--if-needed",
            description = "Only those that are not there, or do not fit this Java and this version. "
                    + "Exit code 3: nothing was made, they all fit or are being made.")
    boolean ifNeeded;

    @Parameters(
            arity = "0..*",
            paramLabel = "ARCHIVE",
            description = "bench, for devices with a broker and a page, or devices, for devices alone. Default: both.")
    List<String> archives = NAMES;

    @Override
    public Integer call() throws Exception {
        if (!NAMES.containsAll(archives)) {
            throw new UsageException("prepare makes the archives " + String.join(" and ", NAMES) + ", and no others");
        }
        try (FileChannel lock = lock()) {
            // The operating system releases it, however this process ends.
            if (lock.tryLock() == null) {
                System.out.println("another prepare is making the archives in " + folder);
                return NOTHING_MADE;
            }
            deleteLeftovers();
            List<String> wanted =
                    archives.stream().filter(name -> !ifNeeded || !fits(name)).toList();
            if (wanted.isEmpty()) {
                System.out.println("the archives in " + folder + " fit");
                return NOTHING_MADE;
            }
            makeAll(wanted);
            return 0;
        }
    }

    private FileChannel lock() {
        try {
            Files.createDirectories(folder);
            return FileChannel.open(
                    folder.resolve("prepare.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UsageException("--dir " + folder + " cannot be written: it has to be a folder of yours");
        }
    }

    private void deleteLeftovers() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, WORK + "*")) {
            left.forEach(PrepareCommand::delete);
        }
    }

    private boolean fits(String name) {
        Path archive = folder.resolve(name + Training.ENDING);
        try {
            String size = Files.readString(folder.resolve(archive.getFileName() + SIZE))
                    .strip();
            return size.equals(String.valueOf(Files.size(archive))) && Training.fits(archive);
        } catch (IOException e) {
            return false;
        }
    }

    private void makeAll(List<String> names) throws Exception {
        Path work = Files.createTempDirectory(folder, WORK);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            delete(work);
        }));
        for (String name : names) {
            Path training = Files.createDirectory(work.resolve(name));
            if (name.equals("bench")) {
                prepare(name, new Training(training, null));
            } else {
                try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, work.resolve("broker")))) {
                    prepare(name, new Training(training, "tcp://127.0.0.1:" + broker.port()));
                }
            }
        }
    }

    private void prepare(String name, Training training) throws IOException, InterruptedException {
        long before = System.nanoTime();
        Path made = training.archive();
        String file = made.getFileName().toString();
        Path kept = folder.resolve(name + file.substring(file.lastIndexOf('.')));
        for (String other : List.of(".jsa", ".aot")) {
            delete(folder.resolve(name + other));
            delete(folder.resolve(name + other + SIZE));
        }
        Files.move(made, kept, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(kept.getFileName() + SIZE), Files.size(kept) + "\n");
        System.out.printf(
                "prepared %s: %d MB, in %d s%n",
                kept,
                Files.size(kept) / 1_000_000,
                Duration.ofNanos(System.nanoTime() - before).toSeconds());
    }

    /** As far as that can be done: what is left is deleted the next time. */
    private static void delete(Path path) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("{} is left", path, e);
        }
    }
}
