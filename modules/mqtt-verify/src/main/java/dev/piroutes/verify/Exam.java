package dev.piroutes.verify;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the checks of one device share: who it is, how to reach it, and what it has answered last. */
final class Exam {

    private final Contract contract;
    private final Subject subject;
    private final Publisher publisher;
    private final Person person;
    private final Map<String, String> lastAnswers = new HashMap<>();
    private final Set<String> unreliable = new HashSet<>();

    Exam(Contract contract, Subject subject, Publisher publisher, Person person) {
        this.contract = contract;
        this.subject = subject;
        this.publisher = publisher;
        this.person = person;
    }

    Contract contract() {
        return contract;
    }

    Subject subject() {
        return subject;
    }

    Person person() {
        return person;
    }

    /** As prompts call it. */
    String where() {
        return contract.root() + ", " + contract.clientId();
    }

    /** The CONNECT with which it was first taken in. */
    Packet.Connect connect() {
        List<Packet> packets = subject.track().since(0);
        int accepted = packets.stream()
                .filter(Packet::isAccepted)
                .findFirst()
                .orElseThrow()
                .connection();
        return packets.stream()
                .filter(packet -> packet.connection() == accepted && packet.content() instanceof Packet.Connect)
                .map(packet -> (Packet.Connect) packet.content())
                .findFirst()
                .orElseThrow();
    }

    /** What it has subscribed to since then. */
    List<Packet.Filter> subscribed(int mark) {
        List<Packet.Filter> filters = new ArrayList<>();
        for (Packet packet : subject.track().since(mark)) {
            if (packet.content() instanceof Packet.Subscribe subscribe) {
                filters.addAll(subscribe.filters());
            }
        }
        return filters;
    }

    /** With which QoS messages on the topic reach it; empty: not at all. */
    Optional<Integer> subscription(String topic) {
        return subscribed(0).stream()
                .filter(filter -> filter.covers(topic))
                .map(Packet.Filter::qos)
                .reduce((first, last) -> last);
    }

    /** @return its properties: a question has correlation data of its own */
    Packet.Properties publish(Contract.Command command) throws IOException {
        Packet.Properties wanted = command.properties();
        String correlation = wanted.responseTopic() == null
                ? null
                : UUID.randomUUID().toString().substring(0, 8);
        Packet.Properties sent =
                new Packet.Properties(wanted.responseTopic(), correlation, wanted.expiry(), wanted.user());
        publisher.publish(new Packet.Publish(command.topic(), command.payload(), 1, false, false, 1, sent));
        return sent;
    }

    /** Whether a message comes, at once. */
    Verdict awaited(Contract.Message wanted, int mark) throws InterruptedException {
        Track track = subject.track();
        Duration limit = contract.limits().answer();
        track.await(mark, limit, packet -> packet.is(wanted));
        return Verdict.of(Judge.message(wanted, track.published(mark), limit), Judge.shown(wanted), track.since(mark));
    }

    /** The answers to a command since then, whatever their QoS and retained flag. */
    List<String> answers(Contract.Reaction reaction, int mark) {
        return subject.track().published(mark).stream()
                .filter(publish -> Judge.isMeant(reaction.expect(), publish))
                .map(Packet.Publish::payload)
                .toList();
    }

    /** Its answers so far do not follow the contract: nothing can be concluded from its next ones. */
    void distrust(Contract.Reaction reaction) {
        unreliable.add(reaction.id());
    }

    void trust(Contract.Reaction reaction) {
        unreliable.remove(reaction.id());
    }

    /** Why nothing can be concluded from its next answers. */
    Optional<String> useless(Contract.Reaction reaction) {
        return unreliable.contains(reaction.id())
                ? Optional.of("of no use before " + Check.of(reaction).id() + " passes")
                : Optional.empty();
    }

    /** Why a command need not reach it, or nothing can be concluded from its answer. */
    Optional<String> unreachable(Contract.Reaction reaction) {
        return useless(reaction)
                .or(() -> subscription(reaction.send().topic()).orElse(0) == 0
                        ? Optional.of("needs a subscription with QoS 1")
                        : Optional.empty());
    }

    void remember(Contract.Reaction reaction, List<String> answers) {
        if (!answers.isEmpty()) {
            lastAnswers.put(reaction.id(), answers.get(answers.size() - 1));
        }
    }

    /** What is wrong with the order of these answers, if they must alternate; they are the last ones from now on. */
    Optional<String> alternation(Contract.Reaction reaction, List<String> answers) {
        String before = lastAnswers.get(reaction.id());
        remember(reaction, answers);
        return reaction.alternating() ? Judge.alternation(before, answers) : Optional.empty();
    }
}
