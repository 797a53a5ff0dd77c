package dev.piroutes.verify;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The checks of what a device does when it connects. */
final class Arrival {

    private final Exam exam;
    private final Results results;
    private final Supplier<String> others;

    /** @param others who else has tried, in words */
    Arrival(Exam exam, Results results, Supplier<String> others) {
        this.exam = exam;
        this.results = results;
        this.others = others;
    }

    void run() throws InterruptedException {
        Contract contract = exam.contract();
        List<String> connected = List.of(Check.CONNECTION.id());
        results.check(Check.CONNECTION, List.of(), this::connection);
        Contract.Message online = contract.online();
        if (online != null) {
            results.check(Check.STATUS, connected, () -> status(online));
        }
        List<Packet.Filter> subscribes = contract.subscribes();
        if (subscribes != null) {
            results.check(Check.SUBSCRIPTIONS, connected, () -> subscriptions(subscribes));
        }
        if (contract.subscribeFirst() && online != null && subscribes != null) {
            results.check(
                    Check.ORDER,
                    List.of(Check.CONNECTION.id(), Check.STATUS.id(), Check.SUBSCRIPTIONS.id()),
                    () -> order(online));
        }
        results.check(Check.CLIENT_ID, connected, this::clientId);
        Contract.KeepAlive keepAlive = contract.keepAlive();
        if (keepAlive != null) {
            results.check(Check.KEEP_ALIVE, connected, () -> {
                Packet.Connect connect = exam.connect();
                return Verdict.of(Judge.keepAlive(keepAlive, connect), connect.keepAlive() + " s", connects());
            });
        }
        Boolean clean = contract.cleanSession();
        if (clean != null) {
            results.check(
                    Check.SESSION,
                    connected,
                    () -> Verdict.of(Judge.session(clean, exam.connect()), clean ? "a clean one" : "kept", connects()));
        }
        Contract.Message will = contract.will();
        if (will != null) {
            results.check(
                    Check.WILL,
                    connected,
                    () -> Verdict.of(Judge.will(will, exam.connect().will()), Judge.shown(will), connects()));
        }
    }

    private Verdict connection() throws InterruptedException {
        Optional<Packet> answer =
                exam.track().await(0, exam.limits().connect(), packet -> packet.content() instanceof Packet.Connack);
        if (answer.isEmpty()) {
            boolean tried = !exam.track().since(0).isEmpty();
            return Verdict.failed(
                    tried
                            ? "it sent CONNECT, but the broker did not answer"
                            : "no client \"" + exam.contract().clientId() + "\" within "
                                    + Text.of(exam.limits().connect()) + "; " + others.get(),
                    exam.track().since(0));
        }
        return answer.get().isAccepted()
                ? Verdict.passed(
                        "as " + exam.contract().clientId() + ", from "
                                + exam.connect().from(),
                        connects())
                : Verdict.failed(
                        "the broker refused it: " + answer.get().content(),
                        exam.track().since(0));
    }

    private List<Packet> connects() {
        return exam.track().since(0).stream()
                .filter(packet ->
                        packet.content() instanceof Packet.Connect || packet.content() instanceof Packet.Connack)
                .limit(2)
                .toList();
    }

    private Verdict status(Contract.Message online) throws InterruptedException {
        exam.track().await(0, exam.limits().answer(), packet -> isStatus(online, packet));
        return Verdict.of(
                Judge.message(online, exam.track().published(0), exam.limits().answer()),
                Judge.shown(online),
                exam.track().since(0));
    }

    private static boolean isStatus(Contract.Message online, Packet packet) {
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && Judge.isMeant(online, publish);
    }

    private Verdict subscriptions(List<Packet.Filter> wanted) throws InterruptedException {
        List<String> topics = wanted.stream().map(Packet.Filter::topic).toList();
        if (!topics.isEmpty()) {
            exam.track().await(0, exam.limits().answer(), packet -> topics(0).containsAll(topics));
        }
        // Whether there are more.
        exam.track().pause(exam.limits().quiet());
        return Verdict.of(
                Judge.subscriptions(wanted, exam.subscribed(0)),
                wanted.isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                wanted.stream().map(Packet.Filter::toString).toList()),
                exam.track().since(0));
    }

    private List<String> topics(int mark) {
        return exam.subscribed(mark).stream().map(Packet.Filter::topic).toList();
    }

    private Verdict order(Contract.Message online) {
        List<String> missing =
                new java.util.ArrayList<>(Objects.requireNonNull(exam.contract().subscribes()).stream()
                        .map(Packet.Filter::topic)
                        .toList());
        List<Packet> packets = exam.track().since(0);
        for (Packet packet : packets) {
            if (packet.content() instanceof Packet.Subscribe subscribe) {
                subscribe.filters().forEach(filter -> missing.remove(filter.topic()));
            } else if (isStatus(online, packet)) {
                return Verdict.of(
                        missing.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        "it said online before it had subscribed to " + String.join(", ", missing)),
                        "first SUBSCRIBE, then online",
                        packets);
            }
        }
        return Verdict.skipped("it was not seen to say online");
    }

    private Verdict clientId() throws InterruptedException {
        exam.track().await(0, exam.limits().settle(), packet -> results.isClash());
        return clash();
    }

    /** Also at the end: the second client may come at any time. */
    Verdict clash() {
        List<String> takeovers = exam.subject().takeovers();
        if (!results.isClash()) {
            return Verdict.passed(takeovers.isEmpty() ? "nobody else" : "one old connection was replaced", List.of());
        }
        return Verdict.failed(
                "two clients have the client id " + exam.contract().clientId()
                        + ": while one was connected, another came, " + Text.times(takeovers.size()) + "; first "
                        + takeovers.get(0),
                exam.track().since(0));
    }
}
