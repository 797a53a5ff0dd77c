package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The checks of what a device publishes: because a button was pressed, or by itself. */
final class Buttons {

    private static final List<String> CONNECTED = List.of(Check.CONNECTION.id());

    private final Exam exam;
    private final Results results;

    Buttons(Exam exam, Results results) {
        this.exam = exam;
        this.results = results;
    }

    void run() throws InterruptedException {
        for (Contract.Press press : exam.contract().presses()) {
            results.check(Check.of(press), CONNECTED, () -> press(press));
        }
        for (Contract.Periodic report : exam.contract().reports()) {
            results.check(Check.of(report), CONNECTED, () -> report(report));
        }
    }

    static boolean isMeant(Contract.Press press, Packet packet) {
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && Judge.isMeant(press.expect(), publish);
    }

    private Verdict press(Contract.Press press) throws Exception {
        Optional<String> cannot = exam.person().cannot(press);
        if (cannot.isPresent()) {
            return Verdict.skipped(cannot.get());
        }
        int mark = exam.track().mark();
        exam.person().press(exam.where() + " (" + Text.of(exam.limits().person()) + ")", press);
        Duration waited = exam.person().isSlow(press) ? exam.limits().person() : press.within();
        Duration patience = waited;
        if (exam.person().isSlow(press)) {
            // Any message shows that the button was pressed; from then on it is the device's time.
            exam.track().await(mark, patience, this::isEvent);
            boolean pressed = !exam.track().published(mark).isEmpty();
            patience = pressed ? press.within() : Duration.ZERO;
        }
        if (exam.track().await(mark, patience, packet -> isMeant(press, packet)).isPresent()) {
            exam.track().pause(exam.limits().quiet());
        }
        List<Packet> packets = exam.track().since(mark);
        long came = packets.stream().filter(packet -> isMeant(press, packet)).count();
        if (came > 1) {
            return Verdict.failed(
                    "one press caused " + came + " messages on "
                            + press.expect().topic(),
                    packets);
        }
        return Verdict.of(
                Judge.message(press.expect(), exam.track().published(mark), waited),
                Judge.shown(press.expect()),
                packets);
    }

    private boolean isEvent(Packet packet) {
        Contract.Message online = exam.contract().online();
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && (online == null || !publish.topic().equals(online.topic()));
    }

    private Verdict report(Contract.Periodic report) throws InterruptedException {
        // Half as long again: a device's clock and the network are not exact.
        Duration limit = report.every().multipliedBy(3).dividedBy(2);
        int mark = exam.track().mark();
        Optional<Packet> first = exam.track().await(mark, limit, packet -> isMeant(report, packet));
        Optional<Packet> second = first.isEmpty()
                ? first
                : exam.track().await(mark, limit, packet -> isMeant(report, packet) && packet != first.get());
        List<Packet> packets = exam.track().since(mark);
        if (first.isPresent() && second.isEmpty()) {
            return Verdict.failed(
                    "no second message on " + report.expect().topic() + " within " + Text.of(limit), packets);
        }
        return Verdict.of(
                Judge.message(report.expect(), exam.track().published(mark), limit),
                second.map(last -> Text.of(Duration.between(first.orElseThrow().at(), last.at())) + " apart")
                        .orElse(""),
                packets);
    }

    private static boolean isMeant(Contract.Periodic report, Packet packet) {
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && Judge.isMeant(report.expect(), publish);
    }
}
