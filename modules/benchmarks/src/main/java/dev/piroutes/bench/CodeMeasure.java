package dev.piroutes.bench;

import java.util.Collection;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the JMH benchmarks of the pure parts that every edge and every message go through. */
final class CodeMeasure {
    private CodeMeasure() {}

    static Table table() {
        Console.say("code");
        Options options = new OptionsBuilder()
                .include("dev\\.piroutes\\..*Jmh\\.")
                .verbosity(VerboseMode.SILENT)
                .build();
        Table table = new Table("what", "ns each", "± (99.9 %)");
        try {
            Collection<RunResult> results = new Runner(options).run();
            for (RunResult run : results) {
                Result<?> result = run.getPrimaryResult();
                table.row(
                        run.getParams().getBenchmark().replaceFirst(".*\\.(\\w+)Jmh\\.", "$1, "),
                        result.getScore(),
                        result.getScoreError());
            }
            return table;
        } catch (RunnerException e) {
            throw new BenchException("JMH: " + e.getMessage(), e);
        }
    }
}
