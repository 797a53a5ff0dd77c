package dev.piroutes.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the bench can be told. */
final class Options {
    @Parameters(paramLabel = "PART", description = "Only these parts: ${COMPLETION-CANDIDATES}. Default: all.")
    private List<Part> parts = new ArrayList<>();

    @Option(
            names = "--systems",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only these; with several folders, Javas or heaps NAME@JAVA-FOLDER-HEAP is one of them. Default: all.")
    private List<String> systems = new ArrayList<>();

    @Option(
            names = "--java",
            paramLabel = "DIR",
            split = ",",
            description =
                    "JAVA_HOME of the Java that runs Pi Routes; several are measured beside each other. Default: the"
                            + " bench's own.")
    private List<Path> javas = new ArrayList<>();

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            split = ",",
            description =
                    "Limits of Pi Routes' heap (-Xmx), each measured; for example 32m,48m. Default: the launcher's.")
    private List<String> heaps = new ArrayList<>();

    @Option(names = "--java-opts", paramLabel = "OPTIONS", description = "JAVA_OPTS for Pi Routes, beside --heap.")
    private String javaOptions = "";

    @Option(
            names = "--home",
            paramLabel = "DIR",
            split = ",",
            description =
                    "A folder with bin/pi-routes and what it runs, such as target/ of a built clone; several, before and after a"
                            + " change, are measured beside each other. Default: what the build has put into target/.")
    private List<Path> homes = new ArrayList<>();

    @Option(
            names = "--unprepared",
            description = "Without what pi-routes prepare makes, which the installed package has.")
    private boolean unprepared;

    @Option(names = "--port", paramLabel = "N", description = "The first of 60 free ports. Default: ${DEFAULT-VALUE}.")
    private int port = 21830;

    @Option(names = "--rounds", paramLabel = "N", description = "Starts of each system; they take turns. Default: 10.")
    private @Nullable Integer rounds;

    @Option(
            names = "--cpu",
            paramLabel = "SHARE",
            description =
                    "Cores that each measured system has, not the client; 0.25 is a quarter of one. Meant for start and"
                            + " latency. Default: all.")
    private @Nullable Double cpu;

    @Option(names = "--quick", description = "A little of everything, to see that it works; do not quote the figures.")
    private boolean quick;

    @Option(names = "--write", description = "Write the tables into docs/performance.md, and the plots beside it.")
    private boolean write;

    Places places() {
        return new Places(Bench.project().resolve("target/bench/run"), port, cpu());
    }

    CpuShare cpu() {
        return cpu == null ? CpuShare.WHOLE : CpuShare.of(cpu);
    }

    EnumSet<Part> parts() {
        checkSystems();
        if (write && !parts.isEmpty()) {
            throw new BenchException("--write is for all parts, since it replaces the tables of all");
        }
        return parts.isEmpty() ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts);
    }

    boolean write() {
        return write;
    }

    Amounts amounts() {
        Amounts amounts = quick ? Amounts.QUICK : Amounts.FULL;
        return rounds == null ? amounts : amounts.withRounds(rounds);
    }

    /** Those that the part measures and that can be started here. */
    List<Contender> contenders(List<Contender> there, Part part) {
        return there.stream()
                .filter(contender -> !systems.isEmpty() || part.takes(contender))
                .toList();
    }

    /** Those wanted that can be started here; of the others it says why not. */
    List<Contender> contenders() {
        List<Contender> there = new Catalogue(Bench.project(), variants())
                .all()
                .filter(contender -> wanted(contender.name()))
                .filter(contender -> isThere(contender.name(), contender.missing()))
                .toList();
        if (there.isEmpty()) {
            throw new BenchException("none of the systems can be started here");
        }
        return there;
    }

    /** The same of the brokers. */
    List<Broker> brokers() {
        return new Brokers(Bench.project(), variants().get(0))
                .all().stream()
                        .filter(broker -> wanted(broker.name()))
                        .filter(broker -> isThere(broker.name(), broker.missing()))
                        .toList();
    }

    private boolean wanted(String name) {
        return systems.isEmpty() || systems.contains(name);
    }

    private static boolean isThere(String name, Supplier<Optional<String>> missing) {
        Optional<String> why = missing.get();
        why.ifPresent(reason -> Console.missed(name, new BenchException(reason)));
        return why.isEmpty();
    }

    /** A name that nothing has is a slip. */
    private void checkSystems() {
        List<String> names = Stream.concat(
                        new Catalogue(Bench.project(), variants()).all().map(Contender::name),
                        new Brokers(Bench.project(), variants().get(0))
                                .all().stream().map(Broker::name))
                .toList();
        for (String name : systems) {
            if (!names.contains(name)) {
                throw new BenchException("there is no system \"" + name + "\"; there are " + String.join(", ", names));
            }
        }
    }

    /** One for each Java and each folder; an empty one for what is not prepared. */
    private Path cache(Path java, String folder) {
        return Bench.project()
                .resolve("target/bench/cache")
                .resolve((unprepared ? "none" : "java") + java.toString().replace('/', '-') + folder);
    }

    /** Has every Java that is used prepared. */
    void prepare(List<PiRoutes> variants) {
        if (!unprepared) {
            variants.stream().filter(variant -> variant.missing().isEmpty()).forEach(PiRoutes::prepare);
        }
    }

    /** Pi Routes from each folder, with each Java and each heap. */
    List<PiRoutes> variants() {
        List<Path> from = homes.isEmpty() ? List.of(PiRoutes.linked(Bench.project())) : homes;
        List<Path> wanted = javas.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : javas;
        List<String> limits = heaps.isEmpty() ? List.of("") : heaps;
        List<PiRoutes> all = new ArrayList<>();
        for (Path home : from) {
            String folder = from.size() == 1 ? "" : "-" + nameOf(home);
            for (Path java : wanted) {
                for (String heap : limits) {
                    all.add(new PiRoutes(
                            home.toAbsolutePath().normalize(),
                            java.toAbsolutePath(),
                            cache(java.toAbsolutePath(), folder),
                            (javaOptions + (heap.isEmpty() ? "" : " -Xmx" + heap)).strip(),
                            folder));
                }
            }
        }
        return all;
    }

    /** Of the clone, if the folder is what its build has made. */
    private static String nameOf(Path home) {
        Path whole = home.toAbsolutePath().normalize();
        int names = whole.getNameCount();
        return whole.getName(whole.endsWith("target") && names > 1 ? names - 2 : names - 1)
                .toString();
    }
}
