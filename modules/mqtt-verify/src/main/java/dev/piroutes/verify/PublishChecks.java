package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The checks of what a device publishes: because a button was pressed, or by itself. */
final class PublishChecks extends Checks {

    PublishChecks(Exam exam) {
        super(exam);
    }

    @Override
    void addTo(Plan plan) {
        contract.presses().forEach(press -> plan.add(Check.of(press), CONNECTED, () -> press(press)));
        contract.reports().forEach(report -> plan.add(Check.of(report), CONNECTED, () -> report(report)));
    }

    private Verdict press(Contract.Press press) throws Exception {
        Optional<String> cannot = exam.person().cannot(press);
        if (cannot.isPresent()) {
            return Verdict.skipped(cannot.get());
        }
        int mark = track.mark();
        exam.person().press(exam.where() + " (" + Text.of(limits.person()) + ")", press);
        boolean slow = exam.person().isSlow(press);
        Duration waited = slow ? limits.person() : press.within();
        Duration patience = waited;
        if (slow) {
            // Any message shows that the button was pressed; from then on it is the device's time.
            track.await(mark, waited, this::isEvent);
            patience = track.published(mark).isEmpty() ? Duration.ZERO : press.within();
        }
        if (track.await(mark, patience, packet -> packet.is(press.expect())).isPresent()) {
            track.pause(limits.quiet());
        }
        long came = track.count(mark, packet -> packet.is(press.expect()));
        if (came > 1) {
            return failed(
                    "one press caused " + came + " messages on "
                            + press.expect().topic(),
                    mark);
        }
        return Verdict.of(
                Judge.message(press.expect(), track.published(mark), waited),
                Judge.shown(press.expect()),
                track.since(mark));
    }

    private boolean isEvent(Packet packet) {
        Contract.Message online = contract.online();
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && (online == null || !publish.topic().equals(online.topic()));
    }

    private Verdict report(Contract.Periodic report) throws InterruptedException {
        // Half as long again: a device's clock and the network are not exact.
        Duration limit = report.every().multipliedBy(3).dividedBy(2);
        int mark = track.mark();
        Optional<Packet> first = track.await(mark, limit, packet -> packet.is(report.expect()));
        Optional<Packet> second = first.isEmpty()
                ? first
                : track.await(mark, limit, packet -> packet.is(report.expect()) && packet != first.get());
        List<Packet> packets = track.since(mark);
        if (first.isPresent() && second.isEmpty()) {
            return Verdict.failed(
                    "no second message on " + report.expect().topic() + " within " + Text.of(limit), packets);
        }
        return Verdict.of(
                Judge.message(report.expect(), track.published(mark), limit),
                second.map(last -> Text.of(Duration.between(first.orElseThrow().at(), last.at())) + " apart")
                        .orElse(""),
                packets);
    }
}
