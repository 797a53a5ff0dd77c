package dev.piroutes.cli;

import dev.piroutes.broker.Broker;
import dev.piroutes.broker.BrokerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    /** Of the file beside an archive, by which bin/pi-routes knows that it is whole. */
    private static final String SIZE = ".size";

    @Option(
            names = "--dir",
            required = true,
            paramLabel = "DIR",
            description = "The folder of the archives; made if it is not there. bin/pi-routes gives it by itself.")
    Path folder = Path.of("");

    @Override
    public Integer call() throws Exception {
        Path work;
        try {
            Files.createDirectories(folder);
            work = Files.createTempDirectory(folder, "prepare-");
        } catch (IOException e) {
            throw new UsageException("--dir " + folder + " cannot be written: it has to be a folder of yours");
        }
        try {
            prepare("bench", new Training(Files.createDirectory(work.resolve("bench")), null));
            Path data = work.resolve("broker");
            try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data))) {
                prepare(
                        "devices",
                        new Training(
                                Files.createDirectory(work.resolve("devices")), "tcp://127.0.0.1:" + broker.port()));
            }
            return 0;
        } finally {
            delete(work);
        }
    }

    private void prepare(String name, Training training) throws IOException, InterruptedException {
        long before = System.nanoTime();
        Path made = training.archive();
        String file = made.getFileName().toString();
        Path kept = folder.resolve(name + file.substring(file.lastIndexOf('.')));
        for (String other : List.of(".jsa", ".aot")) {
            Files.deleteIfExists(folder.resolve(name + other));
            Files.deleteIfExists(folder.resolve(name + other + SIZE));
        }
        Files.move(made, kept, StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(folder.resolve(kept.getFileName() + SIZE), Files.size(kept) + "\n");
        System.out.printf(
                "prepared %s: %d MB, in %d s%n",
                kept,
                Files.size(kept) / 1_000_000,
                Duration.ofNanos(System.nanoTime() - before).toSeconds());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
