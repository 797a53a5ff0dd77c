package dev.piroutes.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The checks of an idle device, and of its end. */
final class DisconnectChecks extends Checks {

    DisconnectChecks(Exam exam) {
        super(exam);
    }

    @Override
    void addTo(Plan plan) {
        plan.add(Check.PINGS, RECONNECTED, contract.keepAlive(), range -> pings());
        plan.add(Check.CLEAN_STOP, RECONNECTED, contract.offline(), this::cleanStop);
    }

    private Verdict pings() throws InterruptedException {
        Duration keepAlive = Duration.ofSeconds(exam.connect().keepAlive());
        if (keepAlive.isZero()) {
            return Verdict.skipped("of no use without a keep-alive");
        }
        // MQTT lets a broker wait 1.5 times; whoever needs more than 1.25 is late.
        Duration limit = keepAlive.multipliedBy(5).dividedBy(4);
        // An idle device pings once in that time; one that publishes often enough need not.
        Instant enough = Moments.now().plus(limit);
        while (true) {
            List<Packet> packets = track.since(0);
            Optional<String> silence = silence(packets, limit);
            if (silence.isPresent()) {
                return Verdict.failed(silence.get() + " at a keep-alive of " + Text.of(keepAlive), packets);
            }
            if (packets.stream().anyMatch(Packet::isPingRequest)) {
                return Verdict.passed("PINGREQ seen, never silent for longer than " + Text.of(limit), packets);
            }
            Packet last = packets.get(packets.size() - 1);
            if (Moments.now().isAfter(enough.plus(limit))) {
                return Verdict.passed("its own messages come often enough", packets);
            }
            if (last.content() instanceof Packet.Closed closed) {
                return Verdict.failed("connection closed " + closed.how() + ", before it had pinged", packets);
            }
            Instant due = lastOfDevice(packets).plus(limit);
            int mark = packets.size();
            Duration left = Duration.between(Moments.now(), due);
            if (track.await(mark, left.isNegative() ? Duration.ZERO : left, Packet::fromDevice)
                    .isEmpty()) {
                return Verdict.failed(
                        "silent for " + Text.of(limit) + ", no PINGREQ, at a keep-alive of " + Text.of(keepAlive),
                        track.since(0));
            }
        }
    }

    private static Instant lastOfDevice(List<Packet> packets) {
        return packets.stream()
                .filter(Packet::fromDevice)
                .map(Packet::at)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    /** Whether a connection was silent for too long at any time. */
    private static Optional<String> silence(List<Packet> packets, Duration limit) {
        Map<Integer, Instant> last = new HashMap<>();
        for (Packet packet : packets) {
            if (packet.fromDevice()) {
                Instant before = last.put(packet.connection(), packet.at());
                if (before != null && Duration.between(before, packet.at()).compareTo(limit) > 0) {
                    return Optional.of("silent for " + Text.of(Duration.between(before, packet.at())));
                }
            }
        }
        return Optional.empty();
    }

    private Verdict cleanStop(Contract.Message offline) throws InterruptedException {
        int mark = track.mark();
        Duration patience = limits.person();
        if (!exam.person()
                .ask(exam.where() + ": stop the device in good order, with Ctrl-C (" + Text.of(patience) + ")")) {
            return Verdict.skipped("needs a person who stops the device");
        }
        Optional<Packet> end = track.await(mark, patience, packet -> packet.content() instanceof Packet.Closed);
        List<Packet> packets = track.since(mark);
        if (end.isEmpty()) {
            return Verdict.skipped("nobody stopped the device within " + Text.of(patience));
        }
        Optional<String> wrong = Judge.message(offline, track.published(mark), patience)
                .map(words -> words.startsWith("no message") ? "it went without a word on " + offline.topic() : words);
        if (wrong.isEmpty() && packets.stream().noneMatch(Packet::isDisconnect)) {
            wrong = Optional.of("it said offline, but closed the connection without DISCONNECT");
        }
        return Verdict.of(wrong, Judge.shown(offline) + ", then DISCONNECT", packets);
    }
}
