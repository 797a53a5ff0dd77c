package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a device has to do, at one root: topics are whole, the client id has the root's suffix. What is null or empty is not
 * examined. Made by {@link ContractReader}; {@code docs/verify.md} describes each part.
 *
 * @param name what checkpoints call it, like {@code my-lamp}
 * @param root what all its topics are below
 */
public record Contract(
        String name,
        String title,
        String root,
        String clientId,
        @Nullable KeepAlive keepAlive,
        @Nullable Boolean cleanSession,
        @Nullable Message will,
        @Nullable List<Packet.Filter> subscribes,
        boolean subscribeFirst,
        @Nullable Message online,
        @Nullable Message offline,
        List<Reaction> reactions,
        List<Ignored> ignores,
        @Nullable Handling repeatedCommand,
        @Nullable Handling retainedCommand,
        List<Press> presses,
        List<Periodic> reports,
        Limits limits,
        Map<String, String> hints) {

    /** Seconds, both allowed themselves. */
    record KeepAlive(int least, int most) {}

    /** What a payload may be: one of some texts, or what an expression matches. */
    record Payload(List<String> oneOf, @Nullable Pattern matching) {
        boolean accepts(String payload) {
            return matching == null
                    ? oneOf.contains(payload)
                    : matching.matcher(payload).matches();
        }

        @Override
        public String toString() {
            return matching != null
                    ? "what matches " + matching
                    : String.join(" or ", oneOf.stream().map(Text::quoted).toList());
        }
    }

    /** @param userProperties which it must have, among others; MQTT 5 */
    record Message(String topic, Payload payload, int qos, boolean retained, Map<String, String> userProperties) {
        Message(String topic, Payload payload, int qos, boolean retained) {
            this(topic, payload, qos, retained, Map.of());
        }
    }

    /**
     * What the examiner publishes.
     *
     * @param properties with a response topic it is a question: it gets correlation data, and so must its answer
     */
    record Command(String topic, String payload, Packet.Properties properties) {
        Command(String topic, String payload) {
            this(topic, payload, Packet.Properties.NONE);
        }

        boolean needsMqtt5() {
            return !properties.equals(Packet.Properties.NONE);
        }

        @Override
        public String toString() {
            return Text.quoted(payload) + " to " + topic;
        }
    }

    /**
     * An answer to a command.
     *
     * @param alternating whether two answers that follow each other must differ
     * @param within after what time it must have come
     * @param times how often it is tried
     */
    record Reaction(String id, Command send, Message expect, boolean alternating, Duration within, int times) {}

    /** Payloads that must do nothing on a command topic. */
    record Ignored(String topic, List<String> payloads) {}

    /** What a device does with a command that it might take for an old one. */
    enum Handling {
        /** It must not handle it. */
        REFUSE,
        /** It may handle it or not; the report shows which. */
        EITHER
    }

    /**
     * A button.
     *
     * @param pin its GPIO number, for a virtual bench; -1: only a person can press it
     * @param prompt the instruction to a person
     */
    record Press(String id, int pin, String prompt, Message expect, Duration within) {}

    /** A message that comes by itself. */
    record Periodic(String id, Message expect, Duration every) {}

    /**
     * How long is waited.
     *
     * @param connect for the device to come
     * @param answer for anything that it does at once
     * @param quiet after an answer, whether a second comes
     * @param settle after the first connect, whether another client has the same id
     * @param away how long the broker is away
     * @param reconnect for the device to be back after that
     * @param person for a person to do what was asked
     * @param press for a person to press while the broker is away, in place of {@code away}
     */
    record Limits(
            Duration connect,
            Duration answer,
            Duration quiet,
            Duration settle,
            Duration away,
            Duration reconnect,
            Duration person,
            Duration press) {}

    boolean hasSubscriptions() {
        return subscribes != null && !subscribes.isEmpty();
    }

    @Nullable
    String hint(String check) {
        String hint = hints.get(check);
        int dash = check.indexOf('-');
        return hint != null || dash < 0 ? hint : hints.get(check.substring(0, dash));
    }
}
