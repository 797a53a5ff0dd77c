package dev.piroutes.bench;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The bench from the command line. */
@Command(
        name = "modules/benchmarks/run",
        description = "Measures Pi Routes beside what a user would pick instead; docs/performance.md says how.",
        mixinStandardHelpOptions = true)
final class Bench implements Runnable {
    @Mixin
    private Options options = new Options();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Report report = new Report(project());

    private Bench() {}

    public static void main(String[] args) {
        CommandLine bench = new CommandLine(new Bench());
        bench.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof BenchException) {
                System.err.println("bench: " + e.getMessage());
                return 1;
            }
            throw e;
        });
        System.exit(bench.execute(args));
    }

    /** The project's folder: where the bench is run. */
    static Path project() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public void run() {
        EnumSet<Part> parts = options.parts();
        List<PiRoutes> variants = options.variants();
        List<Contender> there = parts.stream().anyMatch(Part::measuresSystems) ? options.contenders() : List.of();
        options.prepare(variants);
        report.line(LocalDate.now() + ", " + Machine.describe() + ".");
        report.line(Machine.versions(project(), variants) + ".");
        report.line("Command: `modules/benchmarks/run "
                + String.join(" ", spec.commandLine().getParseResult().originalArgs()) + "`.");
        if (options.cpu() != CpuShare.WHOLE) {
            report.line(options.cpu() + ".");
        }
        for (Part part : parts) {
            measure(part, options.contenders(there, part), variants);
        }
        if (options.write()) {
            report.write();
        }
    }

    private void measure(Part part, List<Contender> contenders, List<PiRoutes> variants) {
        switch (part) {
            case start -> start(contenders);
            case latency -> latency(contenders);
            case rest -> rest(contenders);
            case recovery -> recovery(contenders);
            case devices -> devices(variants);
            case brokers ->
                report.section(part, new BrokerMeasure(places(), amounts()).measure(options.brokers()), null);
            case code -> report.section(part, CodeMeasure.table(), null);
        }
    }

    private Places places() {
        return options.places();
    }

    private Amounts amounts() {
        return options.amounts();
    }

    private void start(List<Contender> contenders) {
        StartMeasure measure = new StartMeasure(places(), amounts());
        Map<Contender, StartMeasure.Result> results = measure.measure(contenders);
        Plot plot =
                new Plot("Start in ms, and resident MB", "start ms", "resident MB idle", "resident MB after a burst");
        results.forEach((contender, result) -> plot.row(
                contender.name(),
                result.millis().median(),
                result.idle().median(),
                result.used().median()));
        report.section(Part.start, measure.tables(results), plot);
    }

    private void latency(List<Contender> contenders) {
        Map<Contender, LatencyMeasure.Result> results = new LatencyMeasure(places(), amounts()).measure(contenders);
        Plot plot = new Plot("Command to acknowledgement in ms", "one at a time, p50", "p99", "at 100/s, p99");
        results.forEach((contender, result) -> plot.row(
                contender.name(),
                LatencyMeasure.millis(result.one(), 50),
                LatencyMeasure.millis(result.one(), 99),
                LatencyMeasure.millis(result.paced(), 99)));
        report.section(Part.latency, LatencyMeasure.tables(results), plot);
    }

    private void rest(List<Contender> contenders) {
        Table table = new Table("system", "CPU at rest, % of one core");
        new RestMeasure(places(), amounts().restSeconds())
                .measure(contenders)
                .forEach((contender, share) -> table.row(contender.name(), share));
        report.section(Part.rest, table, null);
    }

    private void recovery(List<Contender> contenders) {
        Table table =
                new Table("system", "durable", "ms from the restart until a command is handled: median", "min", "max");
        new RecoveryMeasure(places(), amounts().crashes())
                .measure(contenders)
                .forEach((contender, series) -> table.row(
                        contender.name(),
                        contender.durable() ? "yes" : "no",
                        series.median(),
                        series.min(),
                        series.max()));
        report.section(Part.recovery, table, null);
    }

    private void devices(List<PiRoutes> variants) {
        List<DevicesMeasure.Result> results = new ArrayList<>();
        DevicesMeasure measure = new DevicesMeasure(places(), amounts().devices());
        variants.forEach(variant -> results.addAll(measure.measure(variant, "Java " + variant.variant())));
        Plot plot = new Plot("Devices in one process", "heap MB", "resident MB", "threads");
        results.forEach(result -> plot.row(
                result.devices() + " on " + result.system(),
                result.heapMb(),
                result.footprint().residentMb(),
                result.footprint().threads()));
        report.section(Part.devices, DevicesMeasure.table(results), plot);
    }
}
