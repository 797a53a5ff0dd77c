package dev.piroutes.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One device from its connection to its end: all checks of the contract, in an order in which one does not disturb the next. */
final class Examination {

    private final Exam exam;
    private final Results results;
    private final Supplier<String> others;

    /**
     * @param others who else has connected, in words, if the device itself does not
     * @param progress hears of each check when it is done
     */
    Examination(Exam exam, Selection selection, Supplier<String> others, Consumer<Result> progress) {
        this.exam = exam;
        this.others = others;
        this.results = new Results(exam.contract(), selection, exam.subject()::takeovers, progress);
    }

    Examined run() throws InterruptedException {
        long start = System.nanoTime();
        Arrival arrival = new Arrival(exam, results, others);
        arrival.run();
        new Obedience(exam, results).run();
        new Buttons(exam, results).run();
        new Outage(exam, results).run();
        new OldCommands(exam, results).run();
        new Farewell(exam, results).run();
        results.again(Check.CLIENT_ID, arrival::clash);
        Contract contract = exam.contract();
        return new Examined(
                contract.name(),
                contract.title(),
                contract.root(),
                contract.clientId(),
                results.all(),
                Instant.now(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
