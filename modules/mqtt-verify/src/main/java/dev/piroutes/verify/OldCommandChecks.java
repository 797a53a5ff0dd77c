package dev.piroutes.verify;

import java.util.List;
import java.util.Optional;

/**
 * The checks of commands that may be old: repeated by the broker after a cut, or retained. The examiner itself puts them
 * into the connection, so that no other device gets them.
 */
final class OldCommandChecks extends Checks {

    OldCommandChecks(Exam exam) {
        super(exam);
    }

    @Override
    void addTo(Plan plan) {
        plan.add(Check.REPEATED_COMMAND, RECONNECTED, contract.repeatedCommand(), this::repeated);
        plan.add(Check.RETAINED_COMMAND, RECONNECTED, contract.retainedCommand(), this::retained);
    }

    private Verdict repeated(Contract.Handling wanted) throws InterruptedException {
        Contract.Reaction reaction = contract.reactions().get(0);
        Optional<String> unreachable = exam.unreachable(reaction);
        if (unreachable.isPresent()) {
            return Verdict.skipped(unreachable.get());
        }
        int id = exam.subject().nextOwnId();
        int start = track.mark();
        inject(reaction, false, false, id);
        if (track.await(start, reaction.within(), packet -> packet.is(reaction.expect()))
                .isEmpty()) {
            return failed("no answer to " + reaction.send(), start);
        }
        track.pause(limits.quiet());
        exam.remember(reaction, exam.answers(reaction, start));
        if (!isBackAfterCut()) {
            return failed("it did not come back after its connection was cut", start);
        }
        int mark = track.mark();
        inject(reaction, false, true, id);
        return judge(reaction, wanted, id, start, mark, "repeated with DUP");
    }

    private Verdict retained(Contract.Handling wanted) throws InterruptedException {
        Contract.Reaction reaction = contract.reactions().get(0);
        Optional<String> unreachable = exam.unreachable(reaction);
        if (unreachable.isPresent()) {
            return Verdict.skipped(unreachable.get());
        }
        int id = exam.subject().nextOwnId();
        int mark = track.mark();
        inject(reaction, true, false, id);
        return judge(reaction, wanted, id, mark, mark, "retained");
    }

    private void inject(Contract.Reaction reaction, boolean retained, boolean dup, int id) {
        Contract.Command command = reaction.send();
        exam.subject().inject(new Packet.Publish(command.topic(), command.payload(), 1, retained, dup, id));
    }

    private Verdict judge(Contract.Reaction reaction, Contract.Handling wanted, int id, int start, int mark, String how)
            throws InterruptedException {
        boolean acknowledged = track.await(mark, limits.answer(), packet -> packet.isPuback(id))
                .isPresent();
        track.pause(limits.quiet());
        List<String> answers = exam.answers(reaction, mark);
        exam.remember(reaction, answers);
        String command = "a command that was " + how + " was ";
        if (!acknowledged) {
            return failed(command + "not acknowledged to the broker (no PUBACK)", start);
        }
        if (answers.isEmpty()) {
            return passed(command + "acknowledged and not handled", start);
        }
        return wanted == Contract.Handling.REFUSE
                ? failed(command + "handled", start)
                : passed(command + "handled, which this contract allows", start);
    }

    /** Cuts its connection, and waits until it is there again and has done what it does then. */
    private boolean isBackAfterCut() throws InterruptedException {
        int mark = track.mark();
        exam.subject().cut();
        if (track.await(mark, limits.reconnect(), Packet::isAccepted).isEmpty()) {
            return false;
        }
        if (contract.hasSubscriptions()) {
            track.await(mark, limits.answer(), packet -> packet.content() instanceof Packet.Subscribe);
        }
        Contract.Message online = contract.online();
        if (online != null) {
            track.await(mark, limits.answer(), packet -> packet.is(online));
        }
        return true;
    }
}
