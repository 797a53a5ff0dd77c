package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checks around a broker that goes away and comes back. The device alone is shown it: its connection is cut and refused
 * for a while, in which commands are sent and a button is pressed.
 */
final class OutageChecks extends Checks {

    /** So many commands are sent meanwhile: enough to see that none is lost, doubled or left over. */
    private static final int COMMANDS = 3;

    private int start;
    private Optional<String> noPress = Optional.of("not asked for");

    OutageChecks(Exam exam) {
        super(exam);
    }

    @Override
    void addTo(Plan plan) {
        plan.add(
                Check.RECONNECT,
                List.of(Check.SUBSCRIBES_AGAIN, Check.STATUS_AGAIN, Check.COMMANDS_WHILE_AWAY, Check.PRESS_WHILE_AWAY),
                CONNECTED,
                this::reconnect);
        plan.add(
                Check.SUBSCRIBES_AGAIN,
                RECONNECTED,
                contract.hasSubscriptions() ? contract.subscribes() : null,
                this::subscribesAgain);
        plan.add(
                Check.STATUS_AGAIN,
                List.of(Check.CONNECTION, Check.RECONNECT, Check.STATUS),
                contract.online(),
                online -> exam.awaited(online, start));
        if (keepsCommands()) {
            plan.add(
                    Check.COMMANDS_WHILE_AWAY,
                    List.of(Check.CONNECTION, Check.RECONNECT, Check.SESSION),
                    this::commands);
        }
        contract.presses().stream()
                .limit(1)
                .forEach(press -> plan.add(
                        Check.PRESS_WHILE_AWAY,
                        List.of(Check.CONNECTION, Check.RECONNECT, Check.of(press)),
                        () -> press(press)));
    }

    /** Whether the broker has to keep commands for the device while it is away. */
    private boolean keepsCommands() {
        return !contract.reactions().isEmpty() && Boolean.FALSE.equals(contract.cleanSession());
    }

    private Verdict reconnect() throws Exception {
        start = track.mark();
        exam.subject().refuse(true);
        try {
            if (keepsCommands() && exam.useless(contract.reactions().get(0)).isEmpty()) {
                for (int i = 0; i < COMMANDS; i++) {
                    exam.publish(contract.reactions().get(0).send());
                }
            }
            track.pause(press() ? limits.press() : limits.away());
        } finally {
            exam.subject().refuse(false);
        }
        long tries = track.count(start, packet -> packet.content() instanceof Packet.Connect);
        if (track.await(start, limits.reconnect(), Packet::isAccepted).isEmpty()) {
            return failed(
                    "it did not come back within " + Text.of(limits.reconnect()) + " after the broker was away ("
                            + tries + " tries meanwhile)",
                    start);
        }
        String all = tries == 0 ? "one try" : tries == 1 ? "two tries" : tries + 1 + " tries";
        return passed("after " + all, start);
    }

    /** Presses the first button, if anybody can. @return whether a person is given time for it */
    private boolean press() throws Exception {
        if (contract.presses().isEmpty()) {
            return false;
        }
        Contract.Press press = contract.presses().get(0);
        noPress = exam.person().cannot(press);
        if (noPress.isPresent()) {
            return false;
        }
        String when = ", while the broker is away (" + Text.of(limits.press()) + ")";
        exam.person().press(exam.where() + when, press);
        return exam.person().isSlow(press);
    }

    private Verdict subscribesAgain(List<Packet.Filter> wanted) throws InterruptedException {
        // A wrong topic is what subscriptions is about.
        List<String> first = Packet.Filter.topics(exam.subscribed(0));
        List<String> expected =
                Packet.Filter.topics(wanted).stream().filter(first::contains).toList();
        track.await(start, limits.answer(), packet -> again().containsAll(expected));
        List<String> again = again();
        List<String> missing =
                expected.stream().filter(topic -> !again.contains(topic)).toList();
        return missing.isEmpty()
                ? passed(String.join(", ", again), start)
                : failed("it did not subscribe again to " + String.join(", ", missing), start);
    }

    private List<String> again() {
        return Packet.Filter.topics(exam.subscribed(start));
    }

    private Verdict commands() throws InterruptedException {
        Contract.Reaction reaction = contract.reactions().get(0);
        Optional<String> unreachable = exam.unreachable(reaction);
        if (unreachable.isPresent()) {
            return Verdict.skipped(unreachable.get());
        }
        Duration limit = limits.answer().plus(reaction.within());
        track.await(start, limit, packet -> exam.answers(reaction, start).size() >= COMMANDS);
        track.pause(limits.quiet());
        List<String> answers = exam.answers(reaction, start);
        String shown = String.join(", ", answers);
        if (answers.size() != COMMANDS) {
            return failed(
                    COMMANDS + " commands were sent while it was away, it answered " + Text.times(answers.size())
                            + (answers.isEmpty() ? "" : ": " + shown),
                    start);
        }
        return Verdict.of(exam.alternation(reaction, answers), shown, track.since(start));
    }

    private Verdict press(Contract.Press press) throws InterruptedException {
        if (noPress.isPresent()) {
            return Verdict.skipped(noPress.get());
        }
        track.await(start, limits.answer(), packet -> packet.is(press.expect()));
        track.pause(limits.quiet());
        int came = (int) track.count(start, packet -> packet.is(press.expect()));
        if (came == 0) {
            return failed(
                    "the press made while the broker was away did not arrive: "
                            + press.expect().topic() + " got nothing within " + Text.of(limits.answer())
                            + " after the reconnect",
                    start);
        }
        return came == 1
                ? passed("arrived once", start)
                : failed("one press made while the broker was away arrived " + Text.times(came), start);
    }
}
