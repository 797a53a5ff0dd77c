package dev.piroutes.bench;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures start and size, and nothing else: for who tunes them. */
@Command(
        name = "start",
        description = "From launch to both devices online, and memory: idle and after a burst.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class StartCommand implements Runnable {
    @Mixin
    private Options options = new Options();

    @Option(names = "--rounds", paramLabel = "N", description = "Starts of each system; they take turns.")
    private int rounds = 10;

    @Option(names = "--commands", paramLabel = "N", description = "Commands of the burst; 0: none.")
    private int commands = 20_000;

    @Option(names = "--burst-rounds", paramLabel = "N", description = "How many of the rounds have a burst.")
    private int burstRounds = 3;

    @Option(names = "--idle", paramLabel = "MS", description = "From online until memory is read, and after the burst.")
    private long idle = 3_000;

    @Override
    public void run() {
        List<Contender> contenders = options.contenders();
        StartMeasure measure = new StartMeasure(options.places(), rounds, commands, burstRounds, idle);
        Map<Contender, StartMeasure.Result> results = measure.measure(contenders);
        System.out.println(measure.table(results));
    }
}
