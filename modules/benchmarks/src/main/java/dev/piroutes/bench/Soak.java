package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The lab, all in one process as the package runs it, under 50 presses a second: resident memory, heap
 * after a collection, threads and file descriptors over time. What grows would be seen.
 */
@Command(
        name = "modules/benchmarks/soak",
        description = "Presses a button 50 times a second and watches what grows.",
        mixinStandardHelpOptions = true)
final class Soak implements Callable<Integer> {
    private static final long SAMPLE_SECONDS = 10;
    private static final int COLLECT_EVERY = 6;

    @Option(names = "--minutes", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int minutes = 60;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The first of three free ports. Default: ${DEFAULT-VALUE}.")
    private int port = 21890;

    @Option(names = "--java", paramLabel = "DIR", description = "JAVA_HOME for Pi Routes. Default: this one.")
    private Path java = Path.of(System.getProperty("java.home"));

    @Option(names = "--write", description = "Write the plot to docs/footprint/soak.svg.")
    private boolean write;

    private record Sample(double minute, double residentMb, double heapMb, int threads, long files, int acks) {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Soak()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        PiRoutes pi = new PiRoutes(
                PiRoutes.linked(Bench.project()), java, Bench.project().resolve("target/bench/cache/soak"), "", "");
        pi.prepare();
        Place place = new Places(Bench.project().resolve("target/bench/run"), port, CpuShare.WHOLE).fresh("soak");
        AckCounter acks = new AckCounter();
        AckCounter commands = new AckCounter();
        List<Sample> samples = new ArrayList<>();
        try (Running running = Running.start(List.of(program(pi, place)), place)) {
            Online.await(running);
            Client counting = Client.subscribed(place.port(), "soak-acks", Topics.ACKNOWLEDGEMENT, acks);
            Client pressing = Client.subscribed(place.port(), "soak-commands", Topics.COMMAND, commands);
            watch(running, acks, samples);
            running.mustRun();
            counting.close();
            pressing.close();
        }
        int lost = commands.count() - acks.count();
        report(samples);
        Console.say(String.format(
                "%d commands, %d acknowledgements, %d of them out of order",
                commands.count(), acks.count(), acks.swaps()));
        // The last command may have been under way.
        return Math.abs(lost) <= 1 && acks.swaps() == 0 ? 0 : 1;
    }

    private static Program program(PiRoutes pi, Place place) {
        Program lab = pi.lab(place, "--broker.port=" + place.port(), "--page.port=" + place.pagePort());
        List<String> command = new ArrayList<>(lab.command());
        command.remove("--gpio-timer.enabled=false");
        // A press every 20 ms; so the button may bounce for 4 ms only.
        command.addAll(List.of("--gpio-timer.period=20ms", "--gpio-timer.hold=8", "--button-panel.debounce=4ms"));
        return new Program(lab.name(), command, Map.copyOf(lab.environment()));
    }

    private void watch(Running running, AckCounter acks, List<Sample> samples) throws InterruptedException {
        long begin = System.nanoTime();
        long pid = running.devicesPid();
        double heap = Heap.usedMb(pid);
        for (int i = 1; i <= minutes * 60 / SAMPLE_SECONDS; i++) {
            TimeUnit.NANOSECONDS.sleep(begin + TimeUnit.SECONDS.toNanos(i * SAMPLE_SECONDS) - System.nanoTime());
            if (i % COLLECT_EVERY == 0) {
                heap = Heap.usedMb(pid);
            }
            Footprint footprint = Footprint.of(pid);
            Sample sample = new Sample(
                    i * SAMPLE_SECONDS / 60.0,
                    footprint.residentMb(),
                    heap,
                    footprint.threads(),
                    files(pid),
                    acks.count());
            samples.add(sample);
            if (i % COLLECT_EVERY == 0) {
                Console.say(String.format(
                        Locale.ROOT,
                        "%.0f min: %.1f MB resident, %.1f MB heap, %d threads, %d files, %d acknowledgements",
                        sample.minute(),
                        sample.residentMb(),
                        sample.heapMb(),
                        sample.threads(),
                        sample.files(),
                        sample.acks()));
            }
        }
    }

    private static long files(long pid) {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new BenchException("cannot count the open files of " + pid, e);
        }
    }

    private void report(List<Sample> samples) throws IOException {
        double[] minute = samples.stream().mapToDouble(Sample::minute).toArray();
        LinePlot plot = new LinePlot("An hour at 50 presses a second".replace("An hour", minutes + " minutes"));
        plot.panel(
                "resident MB",
                minute,
                samples.stream().mapToDouble(Sample::residentMb).toArray());
        plot.panel(
                "heap MB after a collection",
                minute,
                samples.stream().mapToDouble(Sample::heapMb).toArray());
        plot.panel(
                "threads", minute, samples.stream().mapToDouble(Sample::threads).toArray());
        plot.panel(
                "file descriptors",
                minute,
                samples.stream().mapToDouble(Sample::files).toArray());
        Path file = Bench.project().resolve(write ? "docs/footprint/soak.svg" : "target/bench/soak.svg");
        Files.createDirectories(file.getParent());
        Files.writeString(file, plot.svg());
        Console.say("plot in " + file);
    }
}
