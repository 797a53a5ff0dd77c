package dev.piroutes.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The checks of what a device does with commands. */
final class CommandChecks extends Checks {

    private static final int MQTT_5 = 5;

    CommandChecks(Exam exam) {
        super(exam);
    }

    @Override
    void addTo(Plan plan) {
        contract.reactions().forEach(reaction -> plan.add(Check.of(reaction), CONNECTED, () -> reaction(reaction)));
        if (!contract.ignores().isEmpty()) {
            plan.add(Check.UNKNOWN_PAYLOAD, CONNECTED, this::unknownPayload);
        }
    }

    private Verdict reaction(Contract.Reaction reaction) throws Exception {
        exam.distrust(reaction);
        if (exam.subscription(reaction.send().topic()).isEmpty()) {
            return Verdict.skipped(
                    "of no use: it has not subscribed to " + reaction.send().topic());
        }
        if (reaction.send().needsMqtt5() && exam.connect().version() < MQTT_5) {
            return failed("needs MQTT 5: it connected with 3.1.1", track.mark());
        }
        int start = track.mark();
        List<String> wrong = new ArrayList<>();
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < reaction.times() && wrong.isEmpty(); i++) {
            int mark = track.mark();
            Packet.Properties sent = exam.publish(reaction.send());
            Optional<Packet> answer = track.await(mark, reaction.within(), packet -> packet.is(reaction.expect()));
            if (answer.isPresent()) {
                Judge.correlation(sent, (Packet.Publish) answer.get().content()).ifPresent(wrong::add);
                took.add(Duration.between(
                        track.since(mark).get(0).at(), answer.get().at()));
                track.pause(limits.quiet());
            }
            Optional<String> unanswered = count(reaction, mark);
            if (unanswered.isPresent()) {
                return failed(unanswered.get(), mark);
            }
            Judge.message(reaction.expect(), track.published(mark), reaction.within())
                    .ifPresent(wrong::add);
            Optional<String> unacknowledged = unacknowledged(reaction, mark);
            if (unacknowledged.isPresent()) {
                return failed(unacknowledged.get(), mark);
            }
        }
        exam.trust(reaction);
        return wrong.isEmpty()
                ? passed(
                        Text.times(took.size()) + ", after "
                                + Text.of(took.stream().max(Duration::compareTo).orElseThrow()) + " at most",
                        start)
                : failed(String.join("; ", wrong), start);
    }

    /** Whether there is one answer to one command, and another than the last. */
    private Optional<String> count(Contract.Reaction reaction, int mark) {
        List<String> answers = exam.answers(reaction, mark);
        int delivered = (int) track.count(mark, packet -> isCommand(reaction, packet));
        if (answers.isEmpty()) {
            return Judge.message(reaction.expect(), track.published(mark), reaction.within())
                    .map(wrong -> wrong + (delivered == 0 ? "; the broker has not sent it the command" : ""));
        }
        int commands = Math.max(1, delivered);
        if (answers.size() != commands) {
            return Optional.of("answered " + Text.times(answers.size()) + " to "
                    + (commands == 1 ? "one command" : commands + " commands") + ": " + String.join(", ", answers));
        }
        return exam.alternation(reaction, answers);
    }

    /** Whether such a command reaches it: somebody else may send them, too. */
    private static boolean isCommand(Contract.Reaction reaction, Packet packet) {
        return !packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && publish.topic().equals(reaction.send().topic())
                && publish.payload().equals(reaction.send().payload());
    }

    /** Whether a command that came with QoS 1 was acknowledged to the broker. */
    private Optional<String> unacknowledged(Contract.Reaction reaction, int mark) throws InterruptedException {
        for (Packet packet : track.since(mark)) {
            if (!packet.fromDevice()
                    && packet.content() instanceof Packet.Publish publish
                    && publish.qos() == 1
                    && publish.topic().equals(reaction.send().topic())
                    && track.await(mark, limits.answer(), answer -> answer.isPuback(publish.id()))
                            .isEmpty()) {
                return Optional.of("the command was handled, but not acknowledged to the broker (no PUBACK, id "
                        + publish.id() + ")");
            }
        }
        return Optional.empty();
    }

    private Verdict unknownPayload() throws Exception {
        int start = track.mark();
        for (Contract.Ignored ignored : contract.ignores()) {
            Optional<Contract.Reaction> reaction = contract.reactions().stream()
                    .filter(one -> one.send().topic().equals(ignored.topic()))
                    .findFirst();
            Optional<String> useless = reaction.flatMap(exam::useless);
            if (useless.isPresent()) {
                return Verdict.skipped(useless.get());
            }
            Optional<String> wrong = unknownPayloads(ignored, reaction);
            if (wrong.isPresent()) {
                reaction.ifPresent(exam::distrust);
                return failed(wrong.get(), start);
            }
        }
        return passed(
                contract.ignores().stream()
                        .flatMap(ignored -> ignored.payloads().stream())
                        .map(Text::quoted)
                        .collect(Collectors.joining(", ")),
                start);
    }

    private Optional<String> unknownPayloads(Contract.Ignored ignored, Optional<Contract.Reaction> reaction)
            throws Exception {
        for (String payload : ignored.payloads()) {
            Optional<String> wrong = ignores(new Contract.Command(ignored.topic(), payload));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        if (reaction.isEmpty()) {
            return Optional.empty();
        }
        // What came before this was handled before this: silence so far is no delay.
        Contract.Reaction known = reaction.get();
        int mark = track.mark();
        exam.publish(known.send());
        track.await(mark, known.within(), packet -> packet.is(known.expect()));
        track.pause(limits.quiet());
        return count(known, mark).map(wrong -> "after unknown payloads: " + wrong);
    }

    private Optional<String> ignores(Contract.Command command) throws Exception {
        int mark = track.mark();
        exam.publish(command);
        track.pause(limits.quiet());
        for (Packet packet : track.since(mark)) {
            if (packet.content() instanceof Packet.Closed) {
                return Optional.of("it lost its connection when it got " + command);
            }
            if (contract.reactions().stream().anyMatch(reaction -> packet.is(reaction.expect()))) {
                return Optional.of("it answered " + packet.content() + " to " + command + ", should do nothing");
            }
        }
        return Optional.empty();
    }
}
