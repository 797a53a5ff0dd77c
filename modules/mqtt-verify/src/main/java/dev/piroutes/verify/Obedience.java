package dev.piroutes.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The checks of what a device does with commands. */
final class Obedience {

    private static final List<String> CONNECTED = List.of(Check.CONNECTION.id());

    private final Exam exam;
    private final Results results;

    Obedience(Exam exam, Results results) {
        this.exam = exam;
        this.results = results;
    }

    void run() throws InterruptedException {
        for (Contract.Reaction reaction : exam.contract().reactions()) {
            results.check(Check.of(reaction), CONNECTED, () -> reaction(reaction));
        }
        if (!exam.contract().ignores().isEmpty()) {
            results.check(Check.UNKNOWN_PAYLOAD, CONNECTED, this::unknownPayload);
        }
    }

    private Verdict reaction(Contract.Reaction reaction) throws Exception {
        exam.distrust(reaction);
        if (exam.subscription(reaction.send().topic()).isEmpty()) {
            return Verdict.skipped(
                    "of no use: it has not subscribed to " + reaction.send().topic());
        }
        int start = exam.track().mark();
        List<String> wrong = new ArrayList<>();
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < reaction.times() && wrong.isEmpty(); i++) {
            int mark = exam.track().mark();
            exam.publish(reaction.send());
            Optional<Packet> answer =
                    exam.track().await(mark, reaction.within(), packet -> Exam.isAnswer(reaction, packet));
            if (answer.isPresent()) {
                took.add(since(mark, answer.get()));
                exam.track().pause(exam.limits().quiet());
            }
            Optional<String> unanswered = count(reaction, mark);
            if (unanswered.isPresent()) {
                return Verdict.failed(unanswered.get(), exam.track().since(mark));
            }
            Judge.message(reaction.expect(), exam.track().published(mark), reaction.within())
                    .ifPresent(wrong::add);
            Optional<String> unacknowledged = unacknowledged(reaction, mark);
            if (unacknowledged.isPresent()) {
                return Verdict.failed(unacknowledged.get(), exam.track().since(mark));
            }
        }
        exam.trust(reaction);
        return wrong.isEmpty()
                ? Verdict.passed(
                        Text.times(took.size()) + ", after "
                                + Text.of(took.stream().max(Duration::compareTo).orElseThrow()) + " at most",
                        exam.track().since(start))
                : Verdict.failed(String.join("; ", wrong), exam.track().since(start));
    }

    private Duration since(int mark, Packet answer) {
        return exam.track().since(mark).stream()
                .findFirst()
                .map(first -> Duration.between(first.at(), answer.at()))
                .orElse(Duration.ZERO);
    }

    /** Whether there is one answer to one command, and another than the last. */
    private Optional<String> count(Contract.Reaction reaction, int mark) {
        List<String> answers = exam.answers(reaction, mark);
        if (answers.isEmpty()) {
            return Judge.message(reaction.expect(), exam.track().published(mark), reaction.within())
                    .map(wrong ->
                            wrong + (delivered(reaction, mark) == 0 ? "; the broker has not sent it the command" : ""));
        }
        int commands = Math.max(1, delivered(reaction, mark));
        if (answers.size() != commands) {
            return Optional.of("answered " + Text.times(answers.size()) + " to "
                    + (commands == 1 ? "one command" : commands + " commands") + ": " + String.join(", ", answers));
        }
        return exam.alternation(reaction, answers);
    }

    /** How many of such commands have reached it: somebody else may send them, too. */
    private int delivered(Contract.Reaction reaction, int mark) {
        return (int) exam.track().since(mark).stream()
                .filter(packet -> !packet.fromDevice()
                        && packet.content() instanceof Packet.Publish publish
                        && publish.topic().equals(reaction.send().topic())
                        && publish.payload().equals(reaction.send().payload()))
                .count();
    }

    /** Whether a command that came with QoS 1 was acknowledged to the broker. */
    private Optional<String> unacknowledged(Contract.Reaction reaction, int mark) throws InterruptedException {
        for (Packet packet : exam.track().since(mark)) {
            if (!packet.fromDevice()
                    && packet.content() instanceof Packet.Publish publish
                    && publish.qos() == 1
                    && publish.topic().equals(reaction.send().topic())
                    && !isAcknowledged(mark, publish.id())) {
                return Optional.of("the command was obeyed, but not acknowledged to the broker (no PUBACK, id "
                        + publish.id() + ")");
            }
        }
        return Optional.empty();
    }

    private boolean isAcknowledged(int mark, int id) throws InterruptedException {
        return exam.track()
                .await(
                        mark,
                        exam.limits().answer(),
                        packet ->
                                packet.fromDevice() && packet.content() instanceof Packet.Puback ack && ack.id() == id)
                .isPresent();
    }

    private Verdict unknownPayload() throws Exception {
        int start = exam.track().mark();
        for (Contract.Ignored ignored : exam.contract().ignores()) {
            Optional<Contract.Reaction> reaction = exam.contract().reactions().stream()
                    .filter(one -> one.send().topic().equals(ignored.topic()))
                    .findFirst();
            if (reaction.isPresent() && !exam.trusts(reaction.get())) {
                return Verdict.skipped(
                        "of no use before " + Check.of(reaction.get()).id() + " passes");
            }
            for (String payload : ignored.payloads()) {
                Optional<String> wrong = ignores(new Contract.Command(ignored.topic(), payload));
                if (wrong.isPresent()) {
                    reaction.ifPresent(exam::distrust);
                    return Verdict.failed(wrong.get(), exam.track().since(start));
                }
            }
            if (reaction.isPresent()) {
                // What came before this was handled before this: silence so far is no delay.
                int mark = exam.track().mark();
                exam.publish(reaction.get().send());
                exam.track().await(mark, reaction.get().within(), packet -> Exam.isAnswer(reaction.get(), packet));
                exam.track().pause(exam.limits().quiet());
                Optional<String> wrong = count(reaction.get(), mark);
                if (wrong.isPresent()) {
                    exam.distrust(reaction.get());
                    return Verdict.failed(
                            "after unknown payloads: " + wrong.get(),
                            exam.track().since(start));
                }
            }
        }
        return Verdict.passed(
                String.join(
                        ", ",
                        exam.contract().ignores().stream()
                                .flatMap(ignored -> ignored.payloads().stream())
                                .map(Text::quoted)
                                .toList()),
                exam.track().since(start));
    }

    private Optional<String> ignores(Contract.Command command) throws Exception {
        int mark = exam.track().mark();
        exam.publish(command);
        exam.track().pause(exam.limits().quiet());
        for (Packet packet : exam.track().since(mark)) {
            if (packet.content() instanceof Packet.Closed) {
                return Optional.of("it lost its connection when it got " + command);
            }
            for (Contract.Reaction reaction : exam.contract().reactions()) {
                if (Exam.isAnswer(reaction, packet)) {
                    return Optional.of("it answered " + packet.content() + " to " + command + ", should do nothing");
                }
            }
        }
        return Optional.empty();
    }
}
