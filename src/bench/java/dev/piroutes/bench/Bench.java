package dev.piroutes.bench;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The bench from the command line. */
@Command(
        name = "bench",
        description = "Measures Pi Routes beside what a user would pick instead.",
        mixinStandardHelpOptions = true,
        subcommands = {StartCommand.class})
final class Bench {
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
}
