package dev.piroutes.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of what a device does when it connects. */
final class ConnectChecks extends Checks {

    private final Supplier<String> others;

    /** @param others who else has tried, in words */
    ConnectChecks(Exam exam, Supplier<String> others) {
        super(exam);
        this.others = others;
    }

    @Override
    void addTo(Plan plan) {
        plan.add(Check.CONNECTION, List.of(), this::connection);
        plan.add(Check.STATUS, CONNECTED, contract.online(), online -> exam.awaited(online, 0));
        plan.add(Check.SUBSCRIPTIONS, CONNECTED, contract.subscribes(), this::subscriptions);
        plan.add(
                Check.ORDER,
                List.of(Check.CONNECTION, Check.STATUS, Check.SUBSCRIPTIONS),
                contract.subscribeFirst() ? contract.online() : null,
                this::order);
        plan.add(Check.CLIENT_ID, CONNECTED, this::clientId);
        plan.add(Check.KEEP_ALIVE, CONNECTED, contract.keepAlive(), wanted -> {
            Packet.Connect connect = exam.connect();
            return Verdict.of(Judge.keepAlive(wanted, connect), connect.keepAlive() + " s", connects());
        });
        plan.add(
                Check.SESSION,
                CONNECTED,
                contract.cleanSession(),
                clean -> Verdict.of(Judge.session(clean, exam.connect()), clean ? "a clean one" : "kept", connects()));
        plan.add(
                Check.WILL,
                CONNECTED,
                contract.will(),
                will -> Verdict.of(Judge.will(will, exam.connect().will()), Judge.shown(will), connects()));
    }

    private Verdict connection() throws InterruptedException {
        Optional<Packet> answer =
                track.await(0, limits.connect(), packet -> packet.content() instanceof Packet.Connack);
        if (answer.isEmpty()) {
            boolean tried = !track.since(0).isEmpty();
            return failed(
                    tried
                            ? "it sent CONNECT, but the broker did not answer"
                            : "no client \"" + contract.clientId() + "\" within " + Text.of(limits.connect()) + "; "
                                    + others.get(),
                    0);
        }
        return answer.get().isAccepted()
                ? Verdict.passed(
                        "as " + contract.clientId() + ", from " + exam.connect().from(), connects())
                : failed("the broker refused it: " + answer.get().content(), 0);
    }

    private List<Packet> connects() {
        return track.since(0).stream()
                .filter(packet ->
                        packet.content() instanceof Packet.Connect || packet.content() instanceof Packet.Connack)
                .limit(2)
                .toList();
    }

    private Verdict subscriptions(List<Packet.Filter> wanted) throws InterruptedException {
        List<String> topics = Packet.Filter.topics(wanted);
        if (!topics.isEmpty()) {
            track.await(0, limits.answer(), packet -> Packet.Filter.topics(exam.subscribed(0))
                    .containsAll(topics));
        }
        // Whether there are more.
        track.pause(limits.quiet());
        return Verdict.of(
                Judge.subscriptions(wanted, exam.subscribed(0)),
                wanted.isEmpty() ? "none" : Packet.Filter.shown(wanted),
                track.since(0));
    }

    private Verdict order(Contract.Message online) {
        List<String> missing = new ArrayList<>(Packet.Filter.topics(Objects.requireNonNull(contract.subscribes())));
        List<Packet> packets = track.since(0);
        for (Packet packet : packets) {
            if (packet.content() instanceof Packet.Subscribe subscribe) {
                missing.removeAll(Packet.Filter.topics(subscribe.filters()));
            } else if (packet.is(online)) {
                return missing.isEmpty()
                        ? Verdict.passed("first SUBSCRIBE, then online", packets)
                        : Verdict.failed(
                                "it said online before it had subscribed to " + String.join(", ", missing), packets);
            }
        }
        return Verdict.skipped("it was not seen to say online");
    }

    private Verdict clientId() throws InterruptedException {
        track.await(0, limits.settle(), packet -> exam.subject().isClash());
        return clash();
    }

    /** Also at the end: the second client may come at any time. */
    Verdict clash() {
        List<String> takeovers = exam.subject().takeovers();
        if (!exam.subject().isClash()) {
            return Verdict.passed(takeovers.isEmpty() ? "nobody else" : "one old connection was replaced", List.of());
        }
        return failed(
                "two clients have the client id " + contract.clientId() + ": while one was connected, another came, "
                        + Text.times(takeovers.size()) + "; first " + takeovers.get(0),
                0);
    }
}
