package dev.piroutes.verify;

import java.util.List;
import java.util.Optional;

/**
 * The checks of commands that may be old: repeated by the broker after a cut, or retained. The examiner itself puts them
 * into the connection, so that no other device gets them.
 */
final class OldCommands {

    private final Exam exam;
    private final Results results;

    OldCommands(Exam exam, Results results) {
        this.exam = exam;
        this.results = results;
    }

    void run() throws InterruptedException {
        List<String> needs = List.of(Check.CONNECTION.id(), Check.RECONNECT.id());
        Contract.Handling repeated = exam.contract().repeatedCommand();
        if (repeated != null) {
            results.check(Check.REPEATED_COMMAND, needs, () -> repeated(repeated));
        }
        Contract.Handling retained = exam.contract().retainedCommand();
        if (retained != null) {
            results.check(Check.RETAINED_COMMAND, needs, () -> retained(retained));
        }
    }

    /** Why the first command cannot be used. */
    private Optional<String> useless(Contract.Reaction reaction) {
        if (!exam.trusts(reaction)) {
            return Optional.of("of no use before " + Check.of(reaction).id() + " passes");
        }
        return exam.subscription(reaction.send().topic()).orElse(0) == 0
                ? Optional.of("needs a subscription with QoS 1")
                : Optional.empty();
    }

    private Verdict repeated(Contract.Handling wanted) throws Exception {
        Contract.Reaction reaction = exam.contract().reactions().get(0);
        Optional<String> useless = useless(reaction);
        if (useless.isPresent()) {
            return Verdict.skipped(useless.get());
        }
        Packet.Publish command = command(reaction, false);
        int start = exam.track().mark();
        exam.subject().inject(command);
        if (exam.track()
                .await(start, reaction.within(), packet -> Exam.isAnswer(reaction, packet))
                .isEmpty()) {
            return Verdict.failed(
                    "no answer to " + reaction.send(), exam.track().since(start));
        }
        exam.track().pause(exam.limits().quiet());
        exam.remember(reaction, exam.answers(reaction, start));
        if (!back()) {
            return Verdict.failed(
                    "it did not come back after its connection was cut",
                    exam.track().since(start));
        }
        int mark = exam.track().mark();
        exam.subject()
                .inject(new Packet.Publish(
                        command.topic(), command.payload(), command.qos(), false, true, command.id()));
        return judge(reaction, wanted, command, start, mark, "repeated with DUP");
    }

    private Verdict retained(Contract.Handling wanted) throws Exception {
        Contract.Reaction reaction = exam.contract().reactions().get(0);
        Optional<String> useless = useless(reaction);
        if (useless.isPresent()) {
            return Verdict.skipped(useless.get());
        }
        Packet.Publish command = command(reaction, true);
        int mark = exam.track().mark();
        exam.subject().inject(command);
        return judge(reaction, wanted, command, mark, mark, "retained");
    }

    private Verdict judge(
            Contract.Reaction reaction,
            Contract.Handling wanted,
            Packet.Publish command,
            int start,
            int mark,
            String how)
            throws InterruptedException {
        Optional<Packet> acknowledged = exam.track()
                .await(
                        mark,
                        exam.limits().answer(),
                        packet -> packet.content() instanceof Packet.Puback ack && ack.id() == command.id());
        exam.track().pause(exam.limits().quiet());
        List<String> answers = exam.answers(reaction, mark);
        exam.remember(reaction, answers);
        List<Packet> packets = exam.track().since(start);
        if (acknowledged.isEmpty()) {
            return Verdict.failed(
                    "a command that was " + how + " was not acknowledged to the broker (no PUBACK)", packets);
        }
        if (answers.isEmpty()) {
            return Verdict.passed("a command that was " + how + " was acknowledged and not obeyed", packets);
        }
        return wanted == Contract.Handling.REFUSE
                ? Verdict.failed("a command that was " + how + " was obeyed", packets)
                : Verdict.passed("a command that was " + how + " was obeyed, which this contract allows", packets);
    }

    private Packet.Publish command(Contract.Reaction reaction, boolean retained) {
        return new Packet.Publish(
                reaction.send().topic(),
                reaction.send().payload(),
                1,
                retained,
                false,
                exam.subject().nextOwnId());
    }

    private boolean back() throws InterruptedException {
        int mark = exam.track().mark();
        exam.subject().cut();
        return exam.awaitBack(mark);
    }
}
