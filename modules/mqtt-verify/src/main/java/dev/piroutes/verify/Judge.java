package dev.piroutes.verify;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what was seen with a contract. Each answer is empty if all is right, else what is wrong, in words. */
final class Judge {

    /** So many other messages are named at most. */
    private static final int MOST_NAMED = 3;

    private Judge() {}

    static Optional<String> keepAlive(Contract.KeepAlive wanted, Packet.Connect seen) {
        if (seen.keepAlive() >= wanted.least() && seen.keepAlive() <= wanted.most()) {
            return Optional.empty();
        }
        return Optional.of((seen.keepAlive() == 0 ? "no keep-alive (0)" : "keep-alive " + seen.keepAlive() + " s")
                + ", should be " + wanted.least() + " to " + wanted.most() + " s");
    }

    static Optional<String> session(boolean clean, Packet.Connect seen) {
        if (seen.persistent() != clean) {
            return Optional.empty();
        }
        return Optional.of(
                clean
                        ? "a session that is kept, should be a clean one"
                        : "a clean session, should be one that is kept (cleanSession=false)");
    }

    static Optional<String> will(Contract.Message wanted, Packet.@Nullable Will seen) {
        if (seen == null) {
            return Optional.of("no will, should be " + shown(wanted));
        }
        List<String> wrong = new ArrayList<>();
        if (!seen.topic().equals(wanted.topic())) {
            wrong.add("wrong topic: " + Text.shown(seen.topic()) + ", should be " + wanted.topic());
        }
        if (!wanted.payload().accepts(seen.payload())) {
            wrong.add("wrong payload: " + Text.quoted(seen.payload()) + ", should be " + wanted.payload());
        }
        flags(wanted, seen.qos(), seen.retained(), wrong);
        return all("the will has a ", wrong);
    }

    static Optional<String> subscriptions(List<Packet.Filter> wanted, List<Packet.Filter> seen) {
        List<Packet.Filter> others = new ArrayList<>(seen);
        List<String> wrong = new ArrayList<>();
        List<Packet.Filter> missing = new ArrayList<>();
        for (Packet.Filter filter : wanted) {
            Optional<Packet.Filter> found =
                    seen.stream().filter(s -> s.topic().equals(filter.topic())).reduce((a, b) -> b);
            others.removeIf(other -> other.topic().equals(filter.topic()));
            if (found.isEmpty()) {
                missing.add(filter);
            } else if (found.get().qos() != filter.qos()) {
                wrong.add(filter.topic() + " with QoS " + found.get().qos() + ", should be " + filter.qos());
            }
        }
        for (Packet.Filter filter : missing) {
            wrong.add("no subscription to " + filter.topic());
        }
        if (!others.isEmpty()) {
            wrong.add((missing.isEmpty() ? "subscribes more than it should: " : "wrong topic: it subscribes ")
                    + others.stream()
                            .map(other -> Text.shown(other.topic()))
                            .distinct()
                            .limit(MOST_NAMED)
                            .collect(Collectors.joining(", ")));
        }
        return all("", wrong);
    }

    private static Optional<String> all(String what, List<String> wrong) {
        return wrong.isEmpty() ? Optional.empty() : Optional.of(what + String.join("; ", wrong));
    }

    /** Whether a message is the wanted one, apart from quality of service and retained flag. */
    static boolean isMeant(Contract.Message wanted, Packet.Publish seen) {
        return seen.topic().equals(wanted.topic()) && wanted.payload().accepts(seen.payload());
    }

    /**
     * @param seen all that the device published in the time
     * @param within how long that was
     */
    static Optional<String> message(Contract.Message wanted, List<Packet.Publish> seen, Duration within) {
        Optional<Packet.Publish> meant =
                seen.stream().filter(s -> isMeant(wanted, s)).findFirst();
        if (meant.isPresent()) {
            List<String> wrong = new ArrayList<>();
            flags(wanted, meant.get().qos(), meant.get().retained(), wrong);
            wanted.userProperties().forEach((name, value) -> {
                String has = meant.get().properties().user().get(name);
                if (!value.equals(has)) {
                    wrong.add("wrong user property " + name + ": " + (has == null ? "none" : Text.quoted(has))
                            + ", should be " + Text.quoted(value));
                }
            });
            return all(Text.quoted(meant.get().payload()) + " on " + wanted.topic() + " has a ", wrong);
        }
        for (Packet.Publish publish : seen) {
            if (publish.topic().equals(wanted.topic())) {
                return Optional.of("wrong payload on " + wanted.topic() + ": " + Text.quoted(publish.payload())
                        + ", should be " + wanted.payload());
            }
        }
        for (Packet.Publish publish : seen) {
            if (wanted.payload().accepts(publish.payload())) {
                return Optional.of("wrong topic: " + Text.quoted(publish.payload()) + " came on "
                        + Text.shown(publish.topic()) + ", should be on " + wanted.topic());
            }
        }
        return Optional.of("no message on " + wanted.topic() + " within " + Text.of(within)
                + (seen.isEmpty() ? "" : "; instead " + named(seen)));
    }

    private static String named(List<Packet.Publish> seen) {
        return seen.stream()
                .map(publish -> Text.quoted(publish.payload()) + " on " + Text.shown(publish.topic()))
                .distinct()
                .limit(MOST_NAMED)
                .collect(Collectors.joining(", "));
    }

    private static void flags(Contract.Message wanted, int qos, boolean retained, List<String> wrong) {
        if (qos != wanted.qos()) {
            wrong.add("wrong QoS: " + qos + ", should be " + wanted.qos());
        }
        if (retained != wanted.retained()) {
            wrong.add("wrong retained flag: "
                    + (retained ? "retained, should not be" : "not retained, should be retained"));
        }
    }

    /** Whether the answer to a question is marked as such. */
    static Optional<String> correlation(Packet.Properties question, Packet.Publish answer) {
        String has = answer.properties().correlation();
        return question.correlation() == null || question.correlation().equals(has)
                ? Optional.empty()
                : Optional.of(Text.quoted(answer.payload()) + " on " + answer.topic() + " has "
                        + (has == null ? "no correlation data" : "the correlation data " + Text.quoted(has))
                        + ", should have that of the question, " + Text.quoted(question.correlation()));
    }

    /** As a sentence needs it: {@code home/lamp/status "offline", QoS 1, retained}. */
    static String shown(Contract.Message message) {
        return message.topic() + " " + message.payload() + ", QoS " + message.qos()
                + (message.retained() ? ", retained" : ", not retained");
    }

    /**
     * @param before the last answer of before, or null
     * @return what does not alternate
     */
    static Optional<String> alternation(@Nullable String before, List<String> answers) {
        String last = before;
        for (String answer : answers) {
            if (answer.equals(last)) {
                return Optional.of(Text.quoted(answer) + " came twice in a row, it should alternate");
            }
            last = answer;
        }
        return Optional.empty();
    }
}
