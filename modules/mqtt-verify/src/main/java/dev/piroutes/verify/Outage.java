package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The checks around a broker that goes away and comes back. The device alone is shown it: its connection is cut and refused
 * for a while, in which commands are sent and a button is pressed.
 */
final class Outage {

    /** So many commands are sent meanwhile: enough to see that none is lost, doubled or left over. */
    private static final int COMMANDS = 3;

    private final Exam exam;
    private final Results results;
    private int start;
    private Optional<Packet> back = Optional.empty();
    private Optional<String> noPress = Optional.of("not asked for");

    Outage(Exam exam, Results results) {
        this.exam = exam;
        this.results = results;
    }

    void run() throws InterruptedException {
        Contract contract = exam.contract();
        List<String> connected = List.of(Check.CONNECTION.id());
        List<String> reconnected = List.of(Check.CONNECTION.id(), Check.RECONNECT.id());
        results.check(
                Check.RECONNECT,
                List.of(
                        Check.SUBSCRIBES_AGAIN.id(),
                        Check.STATUS_AGAIN.id(),
                        Check.COMMANDS_WHILE_AWAY.id(),
                        Check.PRESS_WHILE_AWAY.id()),
                connected,
                this::reconnect);
        List<Packet.Filter> subscribes = contract.subscribes();
        if (subscribes != null && !subscribes.isEmpty()) {
            results.check(Check.SUBSCRIBES_AGAIN, reconnected, () -> subscribesAgain(subscribes));
        }
        Contract.Message online = contract.online();
        if (online != null) {
            results.check(
                    Check.STATUS_AGAIN,
                    List.of(Check.CONNECTION.id(), Check.RECONNECT.id(), Check.STATUS.id()),
                    () -> statusAgain(online));
        }
        if (Check.keepsCommands(contract)) {
            results.check(
                    Check.COMMANDS_WHILE_AWAY,
                    List.of(Check.CONNECTION.id(), Check.RECONNECT.id(), Check.SESSION.id()),
                    this::commands);
        }
        if (!contract.presses().isEmpty()) {
            Contract.Press press = contract.presses().get(0);
            results.check(
                    Check.PRESS_WHILE_AWAY,
                    List.of(
                            Check.CONNECTION.id(),
                            Check.RECONNECT.id(),
                            Check.of(press).id()),
                    () -> press(press));
        }
    }

    private Verdict reconnect() throws Exception {
        start = exam.track().mark();
        exam.subject().refuse(true);
        try {
            if (sendsCommands()) {
                for (int i = 0; i < COMMANDS; i++) {
                    exam.publish(exam.contract().reactions().get(0).send());
                }
            }
            exam.track().pause(press() ? exam.limits().press() : exam.limits().away());
        } finally {
            exam.subject().refuse(false);
        }
        long tries = exam.track().since(start).stream()
                .filter(packet -> packet.content() instanceof Packet.Connect)
                .count();
        back = exam.track().await(start, exam.limits().reconnect(), Packet::isAccepted);
        return Verdict.of(
                back.isPresent()
                        ? Optional.empty()
                        : Optional.of("it did not come back within "
                                + Text.of(exam.limits().reconnect()) + " after the broker was away (" + tries
                                + " tries meanwhile)"),
                "after "
                        + Text.times((int) tries + 1)
                                .replace("once", "one try")
                                .replace("twice", "two tries")
                                .replace("times", "tries"),
                exam.track().since(start));
    }

    private boolean sendsCommands() {
        return Check.keepsCommands(exam.contract())
                && exam.trusts(exam.contract().reactions().get(0));
    }

    /** Presses the first button, if anybody can. @return whether a person is given time for it */
    private boolean press() throws Exception {
        if (exam.contract().presses().isEmpty()) {
            return false;
        }
        Contract.Press press = exam.contract().presses().get(0);
        noPress = exam.person().cannot(press);
        if (noPress.isPresent()) {
            return false;
        }
        exam.person()
                .press(
                        exam.where() + ", while the broker is away ("
                                + Text.of(exam.limits().press()) + ")",
                        press);
        return exam.person().isSlow(press);
    }

    private Verdict subscribesAgain(List<Packet.Filter> wanted) throws InterruptedException {
        if (back.isEmpty()) {
            return Verdict.skipped("the broker was not away");
        }
        List<String> topics = wanted.stream().map(Packet.Filter::topic).toList();
        // A wrong topic is what subscriptions is about.
        List<String> first =
                exam.subscribed(0).stream().map(Packet.Filter::topic).toList();
        List<String> expected = topics.stream().filter(first::contains).toList();
        exam.track().await(start, exam.limits().answer(), packet -> again().containsAll(expected));
        List<String> missing =
                expected.stream().filter(topic -> !again().contains(topic)).toList();
        return Verdict.of(
                missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of("it did not subscribe again to " + String.join(", ", missing)),
                String.join(", ", again()),
                exam.track().since(start));
    }

    private List<String> again() {
        return exam.subscribed(start).stream().map(Packet.Filter::topic).toList();
    }

    private Verdict statusAgain(Contract.Message online) throws InterruptedException {
        if (back.isEmpty()) {
            return Verdict.skipped("the broker was not away");
        }
        exam.track()
                .await(
                        start,
                        exam.limits().answer(),
                        packet -> packet.fromDevice()
                                && packet.content() instanceof Packet.Publish publish
                                && Judge.isMeant(online, publish));
        return Verdict.of(
                Judge.message(
                        online, exam.track().published(start), exam.limits().answer()),
                Judge.shown(online),
                exam.track().since(start));
    }

    private Verdict commands() throws InterruptedException {
        Contract.Reaction reaction = exam.contract().reactions().get(0);
        if (!exam.trusts(reaction)) {
            return Verdict.skipped("of no use before " + Check.of(reaction).id() + " passes");
        }
        if (back.isEmpty()) {
            return Verdict.skipped("the broker was not away");
        }
        if (exam.subscription(reaction.send().topic()).orElse(0) == 0) {
            return Verdict.skipped("needs a subscription with QoS 1");
        }
        Duration limit = exam.limits().answer().plus(reaction.within());
        exam.track().await(start, limit, packet -> exam.answers(reaction, start).size() >= COMMANDS);
        exam.track().pause(exam.limits().quiet());
        List<String> answers = exam.answers(reaction, start);
        List<Packet> packets = exam.track().since(start);
        if (answers.size() != COMMANDS) {
            return Verdict.failed(
                    COMMANDS + " commands were sent while it was away, it answered " + Text.times(answers.size())
                            + (answers.isEmpty() ? "" : ": " + String.join(", ", answers)),
                    packets);
        }
        return Verdict.of(exam.alternation(reaction, answers), String.join(", ", answers), packets);
    }

    private Verdict press(Contract.Press press) throws InterruptedException {
        if (noPress.isPresent()) {
            return Verdict.skipped(noPress.get());
        }
        if (back.isEmpty()) {
            return Verdict.skipped("the broker was not away");
        }
        exam.track().await(start, exam.limits().answer(), packet -> Buttons.isMeant(press, packet));
        exam.track().pause(exam.limits().quiet());
        long came = exam.track().since(start).stream()
                .filter(packet -> Buttons.isMeant(press, packet))
                .count();
        return Verdict.of(
                came == 1
                        ? Optional.empty()
                        : Optional.of(
                                came == 0
                                        ? "the press made while the broker was away did not arrive: "
                                                + press.expect().topic()
                                                + " got nothing within "
                                                + Text.of(exam.limits().answer()) + " after the reconnect"
                                        : "one press made while the broker was away arrived " + Text.times((int) came)),
                "arrived once",
                exam.track().since(start));
    }
}
