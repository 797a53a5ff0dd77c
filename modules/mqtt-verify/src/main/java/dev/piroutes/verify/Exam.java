package dev.piroutes.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    Contract.Limits limits() {
        return contract.limits();
    }

    Subject subject() {
        return subject;
    }

    Track track() {
        return subject.track();
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
        List<Packet> packets = track().since(0);
        int accepted = packets.stream()
                .filter(Packet::isAccepted)
                .findFirst()
                .map(Packet::connection)
                .orElse(-1);
        return packets.stream()
                .filter(packet -> packet.connection() == accepted)
                .map(Packet::content)
                .filter(Packet.Connect.class::isInstance)
                .map(Packet.Connect.class::cast)
                .findFirst()
                .orElseThrow();
    }

    /** What it has subscribed to since then. */
    List<Packet.Filter> subscribed(int mark) {
        List<Packet.Filter> filters = new ArrayList<>();
        for (Packet packet : track().since(mark)) {
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

    void publish(Contract.Command command) throws IOException {
        publisher.publish(command.topic(), command.payload(), false);
    }

    /** The answers to a command since then, whatever their QoS and retained flag. */
    List<String> answers(Contract.Reaction reaction, int mark) {
        return track().published(mark).stream()
                .filter(publish -> Judge.isMeant(reaction.expect(), publish))
                .map(Packet.Publish::payload)
                .toList();
    }

    static boolean isAnswer(Contract.Reaction reaction, Packet packet) {
        return packet.fromDevice()
                && packet.content() instanceof Packet.Publish publish
                && Judge.isMeant(reaction.expect(), publish);
    }

    /** Its answers so far do not follow the contract: nothing can be concluded from its next ones. */
    void distrust(Contract.Reaction reaction) {
        unreliable.add(reaction.id());
    }

    void trust(Contract.Reaction reaction) {
        unreliable.remove(reaction.id());
    }

    boolean trusts(Contract.Reaction reaction) {
        return !unreliable.contains(reaction.id());
    }

    @Nullable
    String lastAnswer(Contract.Reaction reaction) {
        return lastAnswers.get(reaction.id());
    }

    void remember(Contract.Reaction reaction, List<String> answers) {
        if (!answers.isEmpty()) {
            lastAnswers.put(reaction.id(), answers.get(answers.size() - 1));
        }
    }

    /** What is wrong with the order of these answers, if they must alternate; they are the last ones from now on. */
    Optional<String> alternation(Contract.Reaction reaction, List<String> answers) {
        String before = lastAnswer(reaction);
        remember(reaction, answers);
        return reaction.alternating() ? Judge.alternation(before, answers) : Optional.empty();
    }

    /** Waits until it is connected again, and has done what it does then. @return whether it has come */
    boolean awaitBack(int mark) throws InterruptedException {
        Optional<Packet> accepted = track().await(mark, limits().reconnect(), Packet::isAccepted);
        if (accepted.isEmpty()) {
            return false;
        }
        List<Packet.Filter> wanted = Objects.requireNonNullElse(contract.subscribes(), List.of());
        if (!wanted.isEmpty()) {
            track().await(mark, limits().answer(), packet -> packet.content() instanceof Packet.Subscribe);
        }
        Contract.Message online = contract.online();
        if (online != null) {
            track().await(
                            mark,
                            limits().answer(),
                            packet -> packet.fromDevice()
                                    && packet.content() instanceof Packet.Publish publish
                                    && Judge.isMeant(online, publish));
        }
        return true;
    }
}
