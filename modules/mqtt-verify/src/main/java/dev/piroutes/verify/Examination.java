package dev.piroutes.verify;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One device from its connection to its end: all checks of the contract, in an order in which one does not disturb the next. */
final class Examination {

    private final Contract contract;
    private final Plan plan;
    private final ConnectChecks connects;

    /**
     * @param others who else has connected, in words, if the device itself does not
     * @param progress gets each check when it is done
     */
    Examination(Exam exam, Selection selection, Supplier<String> others, Consumer<Result> progress) {
        contract = exam.contract();
        plan = new Plan(contract, selection, exam.subject()::isClash, progress);
        connects = new ConnectChecks(exam, others);
        List.of(
                        connects,
                        new CommandChecks(exam),
                        new PublishChecks(exam),
                        new OutageChecks(exam),
                        new OldCommandChecks(exam),
                        new DisconnectChecks(exam))
                .forEach(checks -> checks.addTo(plan));
    }

    /** The names of all checks that a contract asks for, in order. */
    static List<String> checks(Contract contract) {
        Publisher none = new Publisher(InetSocketAddress.createUnresolved("none", 0));
        Exam exam = new Exam(contract, new Subject(), none, Person.NOBODY);
        return new Examination(exam, Selection.ALL, () -> "", result -> {}).plan.checks();
    }

    Examined run() throws InterruptedException {
        long start = System.nanoTime();
        plan.run();
        plan.again(Check.CLIENT_ID, connects::clash);
        return new Examined(
                contract.name(),
                contract.title(),
                contract.root(),
                contract.clientId(),
                plan.results(),
                Instant.now(),
                Duration.ofNanos(System.nanoTime() - start));
    }
}
